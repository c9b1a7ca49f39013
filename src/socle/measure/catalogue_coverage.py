"""Coverage: who is protected in law and in practice, over those who ought to be (SDG indicator 1.3.1).

Definitions of the series are those of the metadata of indicator 1.3.1 (International Labour Organization; World
Bank for social assistance, social insurance and labour market programmes of surveys).
"""

from __future__ import annotations

from socle.ground.words import N_
from socle.measure.catalogue_entry import indicator


@indicator(
    "COV_ANY",
    N_("Population with at least one cash benefit"),
    N_(
        "Share of the population who contribute actively or receive at least one cash benefit, each person counted "
        "once; health care is excluded."
    ),
    unit="share",
    formula="protected / population",
    by=("sex",),
    sdg="SI_COV_BENFTS",
    ilo="SOC_CONTIG_TOTAL",
)
def any_benefit(*, protected: float, population: float) -> float:
    """At least one cash benefit."""
    return protected / population


@indicator(
    "COV_CHILDREN",
    N_("Children receiving child or family benefits"),
    N_("Share of children for whom a child or family cash benefit is paid."),
    unit="share",
    formula="children_receiving / children",
    by=("sex",),
    sdg="SI_COV_CHLD",
    ilo="SOC_CONTIG_CHILD",
)
def children_covered(*, children_receiving: float, children: float) -> float:
    """Children."""
    return children_receiving / children


@indicator(
    "COV_MOTHERS",
    N_("Mothers of newborns receiving maternity benefits"),
    N_("Share of women giving birth in the year who receive a maternity cash benefit."),
    unit="share",
    formula="mothers_receiving / births",
    sdg="SI_COV_MATNL",
    ilo="SOC_CONTIG_MAT",
)
def mothers_covered(*, mothers_receiving: float, births: float) -> float:
    """Mothers of newborns."""
    return mothers_receiving / births


@indicator(
    "COV_DISABILITY",
    N_("Persons with severe disability receiving benefits"),
    N_("Share of persons with severe disability who receive a disability cash benefit."),
    unit="share",
    formula="disabled_receiving / disabled",
    by=("sex",),
    sdg="SI_COV_DISAB",
    ilo="SOC_CONTIG_DISAB",
)
def disabled_covered(*, disabled_receiving: float, disabled: float) -> float:
    """Severe disability."""
    return disabled_receiving / disabled


@indicator(
    "COV_UNEMPLOYED",
    N_("Unemployed persons receiving benefits"),
    N_("Share of the unemployed who receive an unemployment cash benefit."),
    unit="share",
    formula="unemployed_receiving / unemployed",
    by=("sex",),
    sdg="SI_COV_UEMP",
    ilo="SOC_CONTIG_UNE",
)
def unemployed_covered(*, unemployed_receiving: float, unemployed: float) -> float:
    """Unemployment."""
    return unemployed_receiving / unemployed


@indicator(
    "COV_WORK_INJURY",
    N_("Workers covered in the event of employment injury"),
    N_("Share of the employed who are protected by insurance against employment injury."),
    unit="share",
    formula="injury_protected / employed",
    by=("sex",),
    sdg="SI_COV_WKINJRY",
    ilo="SOC_CONTIG_INJ",
)
def workers_covered(*, injury_protected: float, employed: float) -> float:
    """Employment injury."""
    return injury_protected / employed


@indicator(
    "COV_OLDER",
    N_("Older persons receiving a pension"),
    N_("Share of persons above pension age who receive a pension, contributory or not."),
    unit="share",
    formula="older_receiving / older",
    by=("sex",),
    sdg="SI_COV_PENSN",
    ilo="SOC_CONTIG_PENSION",
)
def older_covered(*, older_receiving: float, older: float) -> float:
    """Old age."""
    return older_receiving / older


@indicator(
    "COV_VULNERABLE",
    N_("Vulnerable persons receiving social assistance"),
    N_(
        "Recipients of cash benefits of social assistance over vulnerable persons: all children, adults without "
        "contributory cover, and older persons without a contributory pension."
    ),
    unit="share",
    formula="assisted / (children + adults - adults_insured + older - older_insured)",
    by=("sex",),
    sdg="SI_COV_VULN",
    ilo="SOC_CONTIG_VULN",
)
def vulnerable_covered(
    *,
    assisted: float,
    children: float,
    adults: float,
    adults_insured: float,
    older: float,
    older_insured: float,
) -> float:
    """Vulnerable persons."""
    return assisted / (children + adults - adults_insured + older - older_insured)


@indicator(
    "COV_POOR",
    N_("Poor persons receiving social assistance"),
    N_("Recipients of cash benefits of social assistance over persons below the national poverty line."),
    unit="share",
    formula="assisted / poor",
    by=("sex",),
    sdg="SI_COV_POOR",
    ilo="SOC_CONTIG_POOR",
)
def poor_covered(*, assisted: float, poor: float) -> float:
    """The poor."""
    return assisted / poor


@indicator(
    "SHARE_VULNERABLE",
    N_("Vulnerable persons in the population"),
    N_(
        "Share of the population who are vulnerable: all children, adults without contributory cover, and older "
        "persons without a contributory pension."
    ),
    unit="share",
    formula="(children + adults - adults_insured + older - older_insured) / population",
    by=("sex",),
)
def vulnerable_share(
    *,
    children: float,
    adults: float,
    adults_insured: float,
    older: float,
    older_insured: float,
    population: float,
) -> float:
    """The vulnerable v: if a of them are assisted and nobody else lacks cover, 1 - v (1 - a) of all are covered."""
    return (children + adults - adults_insured + older - older_insured) / population


@indicator(
    "CONTRIBUTORS_WORKING_AGE",
    N_("Pension contributors in the working-age population"),
    N_("Active contributors to a pension scheme over persons of working age."),
    unit="share",
    formula="pension_contributors / working_age",
    by=("sex",),
)
def contributors_of_working_age(*, pension_contributors: float, working_age: float) -> float:
    """Contributors among those of working age."""
    return pension_contributors / working_age


@indicator(
    "CONTRIBUTORS_LABOUR_FORCE",
    N_("Pension contributors in the labour force"),
    N_("Active contributors to a pension scheme over persons who work or look for work."),
    unit="share",
    formula="pension_contributors / labour_force",
    by=("sex",),
)
def contributors_of_labour_force(*, pension_contributors: float, labour_force: float) -> float:
    """Contributors among the labour force."""
    return pension_contributors / labour_force


@indicator(
    "HEALTH_AFFILIATED",
    N_("Population affiliated to a health scheme"),
    N_("Share of the population affiliated to a health scheme, dependants included, each counted once."),
    unit="share",
    formula="health_affiliated / population",
    by=("sex",),
)
def affiliated(*, health_affiliated: float, population: float) -> float:
    """Health."""
    return health_affiliated / population


@indicator(
    "LEGAL_COVERAGE",
    N_("Legal coverage"),
    N_(
        "Share of the group to whom a statute applies, by branch and by type of scheme: mandatory contributory, "
        "voluntary contributory, non-contributory. A person whom two statutes name counts once in the total."
    ),
    unit="share",
    formula="covered_by_law / branch_group",
    by=("sex", "group", "function", "scheme_type"),
)
def legal_coverage(*, covered_by_law: float, branch_group: float) -> float:
    """Who is named by a law."""
    return covered_by_law / branch_group


@indicator(
    "LEGAL_GAP",
    N_("Legal coverage gap"),
    N_("Share of the group to whom no statute applies, by branch."),
    unit="share",
    formula="1 - covered_by_law / branch_group",
    by=("sex", "group", "function", "scheme_type"),
)
def legal_gap(*, covered_by_law: float, branch_group: float) -> float:
    """Who is named by no law."""
    return 1 - covered_by_law / branch_group


@indicator(
    "GAP",
    N_("Coverage gap"),
    N_("Share of the group of a branch whom no scheme covers in practice."),
    unit="share",
    formula="1 - covered / branch_group",
    by=("sex", "function"),
)
def coverage_gap(*, covered: float, branch_group: float) -> float:
    """One minus coverage."""
    return 1 - covered / branch_group


@indicator(
    "UNCOVERED",
    N_("Persons not covered"),
    N_("Persons of the group of a branch whom no scheme covers in practice."),
    unit="persons",
    formula="branch_group - covered",
    by=("sex", "function"),
)
def uncovered(*, covered: float, branch_group: float) -> float:
    """The gap in persons."""
    return branch_group - covered


@indicator(
    "COV_ASSISTANCE",
    N_("Population reached by social assistance"),
    N_("Share of persons in households of which a member receives social assistance, from a survey."),
    unit="share",
    formula="reached_assistance / population",
    sdg="SI_COV_SOCAST",
)
def reached_by_assistance(*, reached_assistance: float, population: float) -> float:
    """Direct and indirect beneficiaries."""
    return reached_assistance / population


@indicator(
    "COV_ASSISTANCE_POOREST",
    N_("Poorest fifth reached by social assistance"),
    N_(
        "Share of persons of the poorest fifth in households of which a member receives social assistance, from a "
        "survey."
    ),
    unit="share",
    formula="reached_assistance_poorest / poorest_fifth",
    sdg="SI_COV_SOCASTPQ",
)
def poorest_reached_by_assistance(*, reached_assistance_poorest: float, poorest_fifth: float) -> float:
    """The poorest quintile."""
    return reached_assistance_poorest / poorest_fifth


@indicator(
    "COV_INSURANCE",
    N_("Population reached by social insurance"),
    N_("Share of persons in households of which a member receives social insurance, from a survey."),
    unit="share",
    formula="reached_insurance / population",
    sdg="SI_COV_SOCINS",
)
def reached_by_insurance(*, reached_insurance: float, population: float) -> float:
    """Direct and indirect beneficiaries."""
    return reached_insurance / population


@indicator(
    "COV_INSURANCE_POOREST",
    N_("Poorest fifth reached by social insurance"),
    N_(
        "Share of persons of the poorest fifth in households of which a member receives social insurance, from a "
        "survey."
    ),
    unit="share",
    formula="reached_insurance_poorest / poorest_fifth",
    sdg="SI_COV_SOCINSPQ",
)
def poorest_reached_by_insurance(*, reached_insurance_poorest: float, poorest_fifth: float) -> float:
    """The poorest quintile."""
    return reached_insurance_poorest / poorest_fifth


@indicator(
    "COV_LABOUR_MARKET",
    N_("Population reached by labour market programmes"),
    N_("Share of persons in households of which a member takes part in a labour market programme."),
    unit="share",
    formula="reached_labour / population",
    sdg="SI_COV_LMKT",
)
def reached_by_programmes(*, reached_labour: float, population: float) -> float:
    """Direct and indirect beneficiaries."""
    return reached_labour / population


@indicator(
    "COV_LABOUR_MARKET_POOREST",
    N_("Poorest fifth reached by labour market programmes"),
    N_(
        "Share of persons of the poorest fifth in households of which a member takes part in a labour market "
        "programme."
    ),
    unit="share",
    formula="reached_labour_poorest / poorest_fifth",
    sdg="SI_COV_LMKTPQ",
)
def poorest_reached_by_programmes(*, reached_labour_poorest: float, poorest_fifth: float) -> float:
    """The poorest quintile."""
    return reached_labour_poorest / poorest_fifth
