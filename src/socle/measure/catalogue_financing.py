"""Financing: from where the money of the schemes comes, and how long their reserves would pay."""

from __future__ import annotations

from socle.ground.words import N_
from socle.measure.catalogue_entry import indicator


@indicator(
    "FIN_EMPLOYERS",
    N_("Receipts from employers"),
    N_("Contributions of employers over all receipts; transfers between schemes are excluded."),
    unit="share",
    formula="paid_by_employers / receipts",
    by=("scheme_type",),
)
def from_employers(*, paid_by_employers: float, receipts: float) -> float:
    """Employers."""
    return paid_by_employers / receipts


@indicator(
    "FIN_WORKERS",
    N_("Receipts from workers"),
    N_("Contributions of employees and the self-employed over all receipts."),
    unit="share",
    formula="paid_by_workers / receipts",
    by=("scheme_type",),
)
def from_workers(*, paid_by_workers: float, receipts: float) -> float:
    """Workers."""
    return paid_by_workers / receipts


@indicator(
    "FIN_RECIPIENTS",
    N_("Receipts from recipients of benefits"),
    N_("Contributions of recipients of benefits over all receipts."),
    unit="share",
    formula="paid_by_recipients / receipts",
    by=("scheme_type",),
)
def from_recipients(*, paid_by_recipients: float, receipts: float) -> float:
    """Recipients."""
    return paid_by_recipients / receipts


@indicator(
    "FIN_TAXES",
    N_("Receipts from taxes"),
    N_("Taxes and other revenue that government pays to the schemes, earmarked or not, over all receipts."),
    unit="share",
    formula="paid_by_government / receipts",
    by=("scheme_type",),
)
def from_taxes(*, paid_by_government: float, receipts: float) -> float:
    """Government."""
    return paid_by_government / receipts


@indicator(
    "FIN_INVESTMENTS",
    N_("Receipts from investments"),
    N_("Income of investments over all receipts."),
    unit="share",
    formula="investment_income / receipts",
    by=("scheme_type",),
)
def from_investments(*, investment_income: float, receipts: float) -> float:
    """Reserves at work."""
    return investment_income / receipts


@indicator(
    "FIN_OTHER",
    N_("Other receipts"),
    N_("Receipts from other sources over all receipts."),
    unit="share",
    formula="other_receipts / receipts",
    by=("scheme_type",),
)
def from_others(*, other_receipts: float, receipts: float) -> float:
    """All else."""
    return other_receipts / receipts


@indicator(
    "WORKERS_IN_CONTRIBUTIONS",
    N_("Share of workers in contributions"),
    N_(
        "Contributions of employees and the self-employed over those of workers and employers; Convention 102, "
        "Article 71, limits the share of employees protected to one half."
    ),
    unit="share",
    formula="paid_by_workers / (paid_by_workers + paid_by_employers)",
    by=("scheme_type",),
)
def workers_in_contributions(*, paid_by_workers: float, paid_by_employers: float) -> float:
    """Who bears the contributions."""
    return paid_by_workers / (paid_by_workers + paid_by_employers)


@indicator(
    "RATE_EMPLOYERS",
    N_("Contribution rate of employers"),
    N_("Contributions that employers owe in law on the average wage, over this wage, by function."),
    unit="share",
    formula="due_from_employers / average_wage",
    by=("function",),
)
def rate_of_employers(*, due_from_employers: float, average_wage: float) -> float:
    """What the law asks of employers."""
    return due_from_employers / average_wage


@indicator(
    "RATE_WORKERS",
    N_("Contribution rate of employees"),
    N_("Contributions that employees owe in law on the average wage, over this wage, by function."),
    unit="share",
    formula="due_from_employees / average_wage",
    by=("function",),
)
def rate_of_employees(*, due_from_employees: float, average_wage: float) -> float:
    """What the law asks of employees."""
    return due_from_employees / average_wage


@indicator(
    "RATE_SELF_EMPLOYED",
    N_("Contribution rate of the self-employed"),
    N_(
        "Contributions that the self-employed owe in law on earnings of the average wage, over this wage, by function."
    ),
    unit="share",
    formula="due_from_self_employed / average_wage",
    by=("function",),
)
def rate_of_self_employed(*, due_from_self_employed: float, average_wage: float) -> float:
    """What the law asks of the self-employed."""
    return due_from_self_employed / average_wage


@indicator(
    "RESERVE_RATIO",
    N_("Coverage ratio of reserves"),
    N_(
        "Reserves at the end of the year over the expenditure of the year: years that the reserves would pay."
    ),
    unit="ratio",
    formula="reserves / outgo",
    by=("scheme_type",),
)
def reserve_ratio(*, reserves: float, outgo: float) -> float:
    """Years of expenditure in reserve."""
    return reserves / outgo


@indicator(
    "ESSENTIAL_EDUCATION",
    N_("Government expenditure on education"),
    N_("Expenditure on education over the expenditure of general government (SDG indicator 1.a.2)."),
    unit="share",
    formula="education_spending / government_expenditure",
    sdg="SD_XPD_ESED",
)
def education(*, education_spending: float, government_expenditure: float) -> float:
    """Essential services: the series holds education."""
    return education_spending / government_expenditure
