"""Every column a rule may read: its name, unit, level and sentence. One name per quantity, one page.

What the column is in a given population (known, a condition with a prevalence, a mean of its cell) is the
population's to say; the law does not know.
"""

from __future__ import annotations

from dataclasses import dataclass

from socle.ground.expression import CONDITION, MONEY, NUMBER, YEARS, Kind, Node, column
from socle.ground.refusals import Refusal, nearest
from socle.ground.units import STOCK


@dataclass(frozen=True)
class Entry:
    """One column: its unit, whose attribute it is, and a sentence for people."""

    kind: Kind
    level: str
    sentence: str


GLOSSARY: dict[str, Entry] = {
    "age": Entry(YEARS, "person", "Age in completed years."),
    "sex": Entry(NUMBER, "person", "Sex: 0 male, 1 female."),
    "gave_birth": Entry(CONDITION, "person", "Gave birth to a child during the year."),
    "severely_disabled": Entry(CONDITION, "person", "Lives with a severe disability."),
    "orphan": Entry(CONDITION, "person", "Is a child who has lost one parent or both."),
    "enrolled": Entry(CONDITION, "person", "Is enrolled in school."),
    "within_child_limit": Entry(
        CONDITION, "person", "Is within the number of children per mother that the law counts."
    ),
    "in_labour_force": Entry(CONDITION, "person", "Works or looks for work."),
    "unemployed": Entry(CONDITION, "person", "Is without work, available and looking for work."),
    "formally_employed": Entry(
        CONDITION, "person", "Works in employment covered by labour and social security law."
    ),
    "informally_employed": Entry(
        CONDITION, "person", "Works without cover by labour and social security law."
    ),
    "poor": Entry(CONDITION, "person", "Lives in a household below the national poverty line."),
    "receives_contributory_pension": Entry(
        CONDITION, "person", "Receives a pension earned by contributions."
    ),
    "earnings": Entry(MONEY, "person", "Earnings from work in a year."),
    "consumption": Entry(
        MONEY, "household", "What the household consumes in a year, all its members together."
    ),
    "out_of_pocket_health": Entry(
        MONEY, "household", "What the household pays for health itself in a year, all its members together."
    ),
    "urban": Entry(CONDITION, "household", "Lives in a town."),
    "rooms": Entry(NUMBER, "household", "Rooms of the dwelling."),
    "improved_walls": Entry(CONDITION, "household", "Lives between walls of brick, stone or concrete."),
    "improved_roof": Entry(CONDITION, "household", "Lives under a roof of metal, tiles or concrete."),
    "improved_floor": Entry(CONDITION, "household", "Lives on a floor of cement, tiles or wood."),
    "improved_water": Entry(CONDITION, "household", "Has drinking water from an improved source."),
    "improved_toilet": Entry(CONDITION, "household", "Has an improved toilet of its own."),
    "electricity": Entry(CONDITION, "household", "Has electric light."),
    "owns_phone": Entry(CONDITION, "household", "Owns a telephone."),
    "owns_television": Entry(CONDITION, "household", "Owns a television set."),
    "owns_refrigerator": Entry(CONDITION, "household", "Owns a refrigerator."),
    "owns_vehicle": Entry(CONDITION, "household", "Owns a motorcycle, a car or a boat with an engine."),
    "owns_land": Entry(CONDITION, "household", "Owns farm land."),
    "livestock": Entry(NUMBER, "household", "Heads of cattle, or as many smaller animals as are worth them."),
    "woman_heads": Entry(CONDITION, "household", "Has a woman as its head."),
    "head_schooling": Entry(YEARS, "household", "Years of schooling of its head."),
    "sector": Entry(
        NUMBER,
        "person",
        "Branch of the main work: 1 agriculture, 2 industry and building, 3 services, 0 none.",
    ),
    "food_share": Entry(NUMBER, "household", "Share of what the household consumes that is food."),
    "energy_share": Entry(
        NUMBER, "household", "Share of what the household consumes that is fuel, gas and electricity."
    ),
    "transport_share": Entry(
        NUMBER,
        "household",
        "Share of what the household consumes that is transport, without fuel of its own.",
    ),
    "poverty_line": Entry(MONEY, "population", "The reference line: what a person needs in a year."),
    "gdp_per_head": Entry(MONEY, "population", "Gross domestic product per person and year."),
    "average_wage": Entry(MONEY, "population", "Average wage of a worker in a year."),
    "minimum_wage": Entry(MONEY, "population", "Legal minimum wage in a year."),
    "median_income": Entry(
        MONEY, "population", "Income per person and year that half of the population exceeds."
    ),
    "amount": Entry(MONEY, "person", "What the preceding steps of the benefit give in a year."),
    "household_amount": Entry(
        MONEY, "household", "What the preceding steps of the benefit give the household in a year."
    ),
    "other_benefit": Entry(MONEY, "person", "What another benefit, named by the law, pays in a year."),
    "other_income": Entry(MONEY, "person", "Income, named by the law, that counts against the benefit."),
    "insurable_earnings": Entry(MONEY, "person", "Earnings in a year on which contributions are due."),
    "service": Entry(YEARS, "person", "Years of service credited to an insured person."),
    "career_earnings": Entry(
        STOCK, "person", "Account of the insurable earnings of a career, revalued as the law says."
    ),
    "balance": Entry(STOCK, "person", "Account of what was paid in for a person, with what it has earned."),
    "last_earnings": Entry(
        MONEY, "person", "Earnings a year on average over the last or best years that the law counts."
    ),
    "divisor": Entry(YEARS, "person", "Years for which a balance must pay a pension from this age."),
    "pension": Entry(MONEY, "person", "The pension, a year, from which that of another person follows."),
    "price_growth": Entry(NUMBER, "population", "Growth of prices over the year before, as a share."),
    "wage_growth": Entry(
        NUMBER, "population", "Growth of the average wage over the year before, as a share."
    ),
    "payroll_growth": Entry(
        NUMBER, "population", "Growth of all insurable earnings together over the year before, as a share."
    ),
    "fund_return": Entry(NUMBER, "population", "Return of the fund in the year, as a share."),
    "person": Entry(NUMBER, "person", "One for each person."),
}


def column_of(name: str) -> Node:
    """The column of the glossary called `name`, as a symbol; a refusal with the nearest name otherwise."""
    if name not in GLOSSARY:
        raise Refusal(
            "There is no column `{name}` in the glossary.", name=name, nearest=nearest(name, GLOSSARY)
        )
    entry = GLOSSARY[name]
    return column(name, entry.kind, entry.level)
