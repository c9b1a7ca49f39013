"""Who pays for a scenario being built, beside its start and the schemes in force."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from socle.ground.words import N_
from socle.report import labels, numbers
from socle.report.builder_words import columns, known, partly
from socle.report.sections import Table
from socle.report.text import translator
from socle.run.builder import Built
from socle.run.builder_payers import BOTH, CONTRIBUTIONS, DONORS, MISSING, REVENUE, TAXES, Paid

PAYER: Final = {
    CONTRIBUTIONS: N_("Workers and employers, by contributions"),
    TAXES: N_("Taxes of the scheme's own law"),
    BOTH: N_("Contributions and taxes of the scheme's own law"),
    REVENUE: N_("The State budget"),
    DONORS: N_("Donors"),
    MISSING: N_("missing: the law as Socle holds it does not say, or it cannot be worked out"),
}
NOTE: Final = N_(
    "What the law says of financing: contributions and taxes of a scheme pay first, of what they leave the law gives "
    "shares to donors and to the State budget. A law of contributions does not say yet what workers and employers each "
    "hand over."
)


def payers(paid: Mapping[str, Paid], built: Built, lang: str) -> Table:
    """Who pays in the first year: a share of product, and of public spending, a column a scenario."""
    _, floor, shown = translator(lang), built.floor, columns(built)
    least = [partly(known(floor, one)[1], "expenditure", 0) for one in shown]
    present = [name for name in PAYER if any(paid[one.name][name][0] > 0 for one in shown)]
    groups = []
    for text, against in (
        (N_("Of GDP"), floor.macro.gdp),
        (N_("Of public spending"), floor.macro.expenditure),
    ):
        rows = tuple(
            (
                _(PAYER[name]),
                *(
                    numbers.at_least(
                        numbers.share_in_column(float(paid[one.name][name][0] / against[0]), lang),
                        part and paid[one.name][name][0] > 0,
                    )
                    for one, part in zip(shown, least, strict=True)
                ),
            )
            for name in present
        )
        groups.append((_(text), rows))
    caption = _(N_("Who pays in {year}")).format(year=floor.base_year)
    heads = (_(N_("Payer")), *(labels.scenario_title(one, lang) for one in shown))
    return Table(caption, heads, tuple(groups), notes=(_(NOTE),))
