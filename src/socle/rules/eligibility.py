"""Who: conditions on people."""

from __future__ import annotations

from socle.ground.axes import FEMALE, MALE
from socle.ground.expression import FOREVER, by_chance
from socle.ground.vocabulary import any_in_household, by_band, members, quantile, sum_in_household, weighted
from socle.model.rulebook import Condition, Money, Number, Points, PointsByAge, Share, Years, rule


@rule
def everyone(age: Years) -> Condition:
    """Every resident."""
    return age >= 0


@rule
def age_band(age: Years, *, at_least: Years = 0, below: Years = FOREVER) -> Condition:
    """Persons whose completed age lies from the first age, included, to the second, not included."""
    return (age >= at_least) & (age < below)


@rule
def women(sex: Number) -> Condition:
    """Women and girls."""
    return sex == FEMALE


@rule
def men(sex: Number) -> Condition:
    """Men and boys."""
    return sex == MALE


@rule
def gave_birth(gave_birth: Condition) -> Condition:
    """Women who gave birth during the year."""
    return gave_birth


@rule
def severely_disabled(severely_disabled: Condition) -> Condition:
    """Persons who live with a severe disability."""
    return severely_disabled


@rule
def orphan(orphan: Condition) -> Condition:
    """Children who have lost one parent or both."""
    return orphan


@rule
def enrolled(enrolled: Condition) -> Condition:
    """Persons enrolled in school."""
    return enrolled


@rule
def within_child_limit(within_child_limit: Condition) -> Condition:
    """Children within the number of children per mother that the law counts."""
    return within_child_limit


@rule
def service(service: Years, *, at_least: Years) -> Condition:
    """Insured persons with at least a number of years of credited service."""
    return service >= at_least


@rule
def unemployed(unemployed: Condition) -> Condition:
    """Persons without work who are available and looking for work."""
    return unemployed


@rule
def formally_employed(formally_employed: Condition) -> Condition:
    """Workers covered by labour and social security law."""
    return formally_employed


@rule
def informally_employed(informally_employed: Condition) -> Condition:
    """Workers without cover by labour and social security law."""
    return informally_employed


@rule
def poor(poor: Condition) -> Condition:
    """Persons in households below the national poverty line."""
    return poor


@rule
def means_tested(poor: Condition, *, exclusion_error: Share, inclusion_error: Share) -> Condition:
    """Persons whom a test of means finds poor: the poor whom it does not miss, and the others whom it lets in."""
    missed = by_chance("exclusion_error", exclusion_error)
    let_in = by_chance("inclusion_error", inclusion_error)
    return (poor & ~missed) | (~poor & let_in)


@rule
def not_affluent(age: Years, *, affluent: Share) -> Condition:
    """Everyone but the affluent, who are a stated share of the persons concerned."""
    return (age >= 0) & ~by_chance("affluent", affluent)


@rule
def in_covered_areas(age: Years, *, share: Share) -> Condition:
    """Residents of the areas in which the programme runs, a stated share of the persons concerned."""
    return (age >= 0) & by_chance("area", share)


@rule
def without_contributory_pension(receives_contributory_pension: Condition) -> Condition:
    """Persons who do not receive a pension earned by contributions."""
    return ~receives_contributory_pension


@rule
def not_receiving(other_benefit: Money) -> Condition:
    """Persons who do not receive the other benefit that the law names."""
    return ~(other_benefit > 0)


@rule
def income_below(other_income: Money, *, limit: Money) -> Condition:
    """Persons whose own income, named by the law, lies below a limit."""
    return other_income < limit


@rule
def household_income_below(other_income: Money, *, limit: Money) -> Condition:
    """Members of households whose income, named by the law, lies below a limit for each member."""
    return sum_in_household(other_income) < limit * members()


@rule
def consumption_below(consumption: Money, *, limit: Money) -> Condition:
    """Members of households that consume less than a limit for each member."""
    return consumption < limit * members()


@rule
def poorest(consumption: Money, *, share: Share) -> Condition:
    """Members of the poorest households, by what they consume for each member, who are a share of all people."""
    per_member = consumption / members()
    return per_member <= quantile(per_member, share)


@rule
def proxy_means(
    age: Years, *, limit: Number, characteristics: Points = 0, ages: PointsByAge = 0, constant: Number = 0
) -> Condition:
    """Members of households whose score, made of points for what can be seen and for each member, is below a limit."""
    return constant + weighted(characteristics) + sum_in_household(by_band(age, ages)) < limit


@rule
def lowest_scores(
    age: Years, *, share: Share, characteristics: Points = 0, ages: PointsByAge = 0, constant: Number = 0
) -> Condition:
    """Members of households with the lowest scores, made of points, who are a share of all people."""
    score = constant + weighted(characteristics) + sum_in_household(by_band(age, ages))
    return score <= quantile(score, share)


@rule
def lives_with(age: Years, *, at_least: Years = 0, below: Years = FOREVER) -> Condition:
    """Members of households in which somebody's age lies from the first age to the second, not included."""
    return any_in_household((age >= at_least) & (age < below))


@rule
def lives_with_disabled(severely_disabled: Condition) -> Condition:
    """Members of households in which somebody lives with a severe disability."""
    return any_in_household(severely_disabled)


@rule
def nobody_earns(earnings: Money) -> Condition:
    """Members of households in which nobody has earnings."""
    return ~any_in_household(earnings > 0)


@rule
def household_size(*, at_least: Number = 0, at_most: Number = FOREVER) -> Condition:
    """Members of households of a stated number of persons."""
    return (members() >= at_least) & (members() <= at_most)
