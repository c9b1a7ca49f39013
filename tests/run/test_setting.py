"""A country made ready: what happens to poor figures, and what the reference line amounts to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from socle.exchange.country import harmonised_lines, load_country
from socle.model.country import Country
from socle.run import Choices, prepare


def poor(country: Country) -> Country:
    """The country with fertility and life expectancy of one year only, and nothing else about rates."""
    kept = [
        row
        for row in country.figures.rows
        if row.figure
        not in {"mac", "pasfr", "e65", "q5", "mx", "net_migration", "net_migration_by_age", "srb"}
        and not (row.figure in {"tfr", "e0"} and row.first_year != 2023)
    ]
    return replace(country, figures=replace(country.figures, rows=tuple(kept)))


def test_fertility_and_mortality_of_one_year_get_a_usual_future_that_is_stated() -> None:
    country = load_country("NER")
    rich, scant = prepare(country, Choices()), prepare(poor(country), Choices())
    stated = [a.text for a in scant.assumptions if a.topic == "population"]
    assert any("one year only" in text for text in stated)
    assert not any("one year only" in a.text for a in rich.assumptions)
    ours, theirs = scant.persons[-1].sum(), rich.persons[-1].sum()
    assert ours / theirs == pytest.approx(1, abs=0.15), "held rates would be some 40 % too high"


def test_the_line_is_told_in_dollars_and_ranked_among_the_other_countries() -> None:
    setting = prepare(load_country("SEN"), Choices())
    (said,) = [a for a in setting.assumptions if "US dollars a person and year" in a.text]
    below = [code for code, line in harmonised_lines().items() if line < harmonised_lines()["SEN"]]
    assert said.values["usd"] == "436"  # costing specification, section 6
    assert said.values["share"] == "25"
    assert said.values["day"] == "2.36"
    assert said.values["below"] == str(len(below))
    assert said.values["all"] == str(len(harmonised_lines()) - 1)


def test_a_line_in_prices_of_a_year_after_the_run_is_the_same_as_in_a_longer_run() -> None:
    country = load_country("HND")
    short, long = (prepare(country, Choices(years_ahead=ahead)) for ahead in (0, 30))
    assert short.years == long.years[:1]
    row = country.figures.latest("national_poverty_line")
    assert row is not None
    assert row.first_year > short.years[0]
    lines = [{line.name: line.values[0] for line in setting.lines} for setting in (short, long)]
    assert lines[0] == pytest.approx(lines[1])
    assert all(len(line.values) == 1 for line in short.lines)
