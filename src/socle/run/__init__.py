"""The main flows. Read this first: each function only names its steps.

floor("SEN")                          the floor of a country, costed
world.people(["SEN", "KHM"], ...)     the population of countries
world.gap(["ALL"], ...)               the financing gap of the world
explain.explain("SEN", benefit, year) every step of one number
impact.impact(setting, people, ...)   the schemes of a country on the households of a survey
calculator.calculate(request)         one person or household asked of the law, rule by rule
poverty.poverty(file, request)        poverty and inequality in a survey
checking.check(path)                  whether a file is in order
"""

from __future__ import annotations

from socle.run.costing import cost_scenario, cost_schemes
from socle.run.floor import floor
from socle.run.setting import Choices, Setting, prepare

__all__ = ["Choices", "Setting", "cost_scenario", "cost_schemes", "floor", "prepare"]
