"""The main flows. Read this first: each function only names its steps.

floor("SEN")                    the floor of a country, costed
people(["SEN", "KHM"], ...)     the population of countries
gap("ALL", ...)                 the financing gap of the world
explain("SEN", benefit, year)   every step of one number
"""

from __future__ import annotations

from socle.run.costing import cost_scenario, cost_schemes
from socle.run.floor import floor
from socle.run.setting import Choices, Setting, prepare

__all__ = ["Choices", "Setting", "cost_scenario", "cost_schemes", "floor", "prepare"]
