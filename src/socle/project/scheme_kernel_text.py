"""The pieces of text from which the loop of a scheme is put together; see `scheme_kernel`.

A line that is nothing but a hole takes a piece of several lines, at its own indentation.
"""

from __future__ import annotations

from textwrap import indent
from typing import Final


def woven(pattern: str, **pieces: object) -> str:
    """A pattern with its holes filled."""
    lines: list[str] = []
    for line in pattern.splitlines():
        hole = line.strip()
        if hole[:1] == "{" and hole[-1:] == "}" and hole[1:-1] in pieces:
            piece = str(pieces[hole[1:-1]])
            before = line[: len(line) - len(line.lstrip())]
            lines += [indent(piece, before).rstrip("\n")] if piece.strip() else []
        else:
            lines.append(line.format(**pieces))
    return "\n".join(lines) + "\n"


AT: Final = "place(starts, strides, {i}, t, z, s, c, a)"
AT_PENSIONER: Final = "place(starts, strides, {i}, t, z, s, 0, x)"
KERNEL: Final = """\
from numpy import int64, zeros


@register_jitable
def place(starts, strides, i, t, z, s, c, a):
    return starts[i, t] + z * strides[i, 0] + s * strides[i, 1] + c * strides[i, 2] + a * strides[i, 3]


@register_jitable
def to_families(award, relatives, ages, family, other_sex):
    for j in range(2):
        for s in range(2):
            for x in range(award.shape[2]):
                family[j, s, x] = 0.0
    for j in range(2):
        for s in range(2):
            for x in range(award.shape[2]):
                for y in range(ages[s, x, 0], ages[s, x, 1] if award[j, s, x] != 0.0 else 0):
                    given = award[j, s, x] * relatives[s, x, y]
                    family[j, 1 - s, y] += other_sex * given
                    family[j, s, y] += (1.0 - other_sex) * given
    for j in range(2):
        for s in range(2):
            for x in range(award.shape[2]):
                award[j, s, x] = family[j, s, x]


@register_jitable
def in_payment(pay, award, died, after, death, until, sums):
    last = pay.shape[2] - 1
    for j in range(2):
        for s in range(2):
            for x in range(last + 1):
                died[j, s, x] = pay[j, s, x] * death[s, x] + award[j, s, x] * (0.5 * death[s, x])
                after[j, s, x] = pay[j, s, x] + award[j, s, x] - died[j, s, x]
            for x in range(last + 1):
                there = after[j, s, x] if x + 1 < until else 0.0  # one year older by then
                sums[j, s] += 0.5 * (pay[j, s, x] + there)
                sums[2 + j, s] += award[j, s, x]
                sums[4, s] += died[0, s, x] + (after[0, s, x] - there) if j == 0 else 0.0
            pay[j, s, 0] = 0.0
            for x in range(1, last + 1):
                pay[j, s, x] = after[j, s, x - 1]
            pay[j, s, last] += after[j, s, last]
            for x in range(until, last + 1):
                pay[j, s, x] = 0.0


def kernel(
    first, last, shape, pool, starts, strides, opens, mortality, invalid_mortality, entrants, wanted,
    spouses, spouse_ages, children, child_ages, active, inactive, pensions, out,
    end_active, end_inactive, end_pensions,
):
    years, classes, ages, services, first_age, closed = shape[0], shape[1], shape[2], shape[3], shape[4], shape[5]
    oldest, promises = mortality.shape[3], pensions.shape[0]
    state = zeros(2 * classes * (ages + 1) * {block})
    filled = zeros((2, classes, ages + 1), int64)
    w = zeros({space})
    acc = zeros((2, {counted}))
    award = zeros((promises, 2, 2, oldest))
    pay = zeros((promises, 2, 2, oldest))
    died = zeros((promises, 2, 2, oldest))
    family = zeros((2, 2, oldest))
    entering = zeros(2)
    dead = zeros({stocks})
    holds = zeros({stocks})
    share = zeros({stocks})
    for z in range(first, last):
        zs = z if active.shape[1] > 1 else 0
        for s in range(2):
            for c in range(classes):
                for a in range(ages):
                    base = ((s * classes + c) * (ages + 1) + a) * {block}
                    n = 0
                    for j in range({stocks}):
                        for k in range(services):
                            one, other = active[j, zs, s, c, a, k], inactive[j, zs, s, c, a, k]
                            state[base + j * {row} + k] = one
                            state[base + ({stocks} + j) * {row} + k] = other
                            if (one != 0.0 or other != 0.0) and k >= n:
                                n = k + 1
                    filled[s, c, a] = n
        zp = z if pensions.shape[2] > 1 else 0
        for i in range(promises):
            for j in range(2):
                for s in range(2):
                    for x in range(oldest):
                        pay[i, j, s, x] = pensions[i, j, zp, s, x]
        for t in range(years):
            grows = 1.0 if t > 0 else 0.0
            tm, zm = t if mortality.shape[0] > 1 else 0, z if mortality.shape[1] > 1 else 0
            ti, zi = t if invalid_mortality.shape[0] > 1 else 0, z if invalid_mortality.shape[1] > 1 else 0
            tw, zw = t if wanted.shape[0] > 1 else 0, z if wanted.shape[1] > 1 else 0
            for s in range(2):
                for k in range({counted}):
                    acc[s, k] = 0.0
            for i in range(promises):
                for j in range(2):
                    for s in range(2):
                        for x in range(oldest):
                            award[i, j, s, x] = 0.0
            {lives}
            for s in range(2):
                {counts}
                for c in range(classes):
                    for a in range(ages):
                        out[z, t, {entering}, s] += entering[s] * entrants[s, c, a]
                    base = ((s * classes + c) * (ages + 1) + ages) * {block}
                    for k in range(filled[s, c, ages]):
                        out[z, t, {aged_out}, s] += state[base + k] + state[base + {stocks} * {row} + k]
                    filled[s, c, 0] = 0
            {pensions}
        for s in range(2):
            for c in range(classes):
                for a in range(ages if z < end_active.shape[1] else 0):
                    base = ((s * classes + c) * (ages + 1) + a) * {block}
                    for j in range({stocks}):
                        for k in range(filled[s, c, a]):
                            end_active[j, z, s, c, a, k] = state[base + j * {row} + k]
                            end_inactive[j, z, s, c, a, k] = state[base + ({stocks} + j) * {row} + k]
        for i in range(promises if z < end_active.shape[1] else 0):
            for j in range(2):
                for s in range(2):
                    for x in range(oldest):
                        end_pensions[i, j, z, s, x] = pay[i, j, s, x]
"""
MISSING: Final = """\
for s in range(2):
    there = 0.0
    for k in range(services):
        there += acc[s, {staying} + k]
    missing = 0.0 if closed else wanted[tw, zw, s] - there
    entering[s] = max(missing, 0.0)
    out[z, t, {above_target}, s] = max(-missing, 0.0)
"""
HERE: Final = """\
n = filled[s, c, a]
m = 0
base = ((s * classes + c) * (ages + 1) + a) * {block}
now = state[base:base + {block}]
nxt = state[base + {block}:base + 2 * {block}]
mine = acc[s]
"""
ONE_SWEEP: Final = """\
for a in range(ages - 1, -1, -1):
    for s in range(2):
        for c in range(classes):
            {here}
            if n > 0:
                {row}
                {moved}
                {staying}
                {told}
            filled[s, c, a + 1] = m
{missing}
for s in range(2):
    for c in range(classes):
        for a in range(ages):
            head = entering[s] * entrants[s, c, a]
            if head > 0.0:
                {here}
                {enter}
                {paid}
"""
SHARED_SWEEPS: Final = """\
for sweep in range(2):
    if sweep == 1:
        {missing}
    for a in range(ages - 1, -1, -1):
        for j in range({stocks}):
            dead[j] = 0.0
            holds[j] = 0.0
        for turn in range(1 + sweep):
            for s in range(2):
                for c in range(classes):
                    {here}
                    if n > 0:
                        {row}
                    if sweep == 0:
                        {staying}
                        continue
                    {moved}
                    filled[s, c, a + 1] = m
                    head = entering[s] * entrants[s, c, a]
                    if head > 0.0:
                        {enter}
                    if turn == 0:
                        {holding}
                        continue
                    {sharing}
                    if head > 0.0:
                        {paid}
                    if n > 0:
                        {told}
            for j in range(1, {stocks}):
                share[j] = dead[j] / holds[j] if holds[j] > 0.0 else 0.0
"""
ROW: Final = """\
d = mortality[tm, zm, s, first_age + a]
for k in range(n):
    i, l, b, density = {invalidity}, {leaving}, {returning}, {density}
    h, g = {soon}, {later}
    dies = d * ((1.0 - 0.5 * (i + l) + i * l / 3.0) - h * (0.5 - (i + l) / 3.0 + 0.25 * (i * l)))
    ill = i * ((1.0 - 0.5 * (d + l) + d * l / 3.0) - h * (0.5 - (d + l) / 3.0 + 0.25 * (d * l)))
    leaves = l * ((1.0 - 0.5 * (d + i) + d * i / 3.0) - h * (0.5 - (d + i) / 3.0 + 0.25 * (d * i)))
    retires = h * (1.0 - 0.5 * (d + i + l) + (d * i + d * l + i * l) / 3.0 - 0.25 * (d * i * l))
    past_dies = d * ((1.0 - 0.5 * b) - g * (0.5 - b / 3.0))
    past_retires = g * (1.0 - 0.5 * (d + b) + d * b / 3.0)
    returns = b * ((1.0 - 0.5 * d) - g * (0.5 - d / 3.0))
    {at_last}
    stays = 1.0 - (dies + ill + retires + leaves)
    stays = stays if stays > 0.0 else 0.0
    past_stays = 1.0 - (past_dies + past_retires + returns)
    past_stays = past_stays if past_stays > 0.0 else 0.0
    {stocks}
    w[{row_returning} + k] = joins0
    w[{row_staying} + k] = active0 * stays + joins0
    w[{row_years} + k] = moved0 * (0.5 + 0.5 * stays) + 0.5 * density * joins0
{first}
if n == services:
    m = n
    {top}
else:
    m = n + 1
    {beyond}
"""
AT_LAST: Final = """\
closing = 1.0 if a == ages - 1 and h > 0.0 else 0.0
retires += closing * leaves
leaves -= closing * leaves
closing = 1.0 if a == ages - 1 and g > 0.0 else 0.0
past_retires += closing * returns
returns -= closing * returns
"""
STOCK: Final = """\
active{j} = now[{active} + k]{grown}
past{j} = now[{inactive} + k]{grown}
moved{j} = active{j} * density
kept{j} = active{j} - moved{j}
gained{j} = moved{j}{gained}
most{j}, half{j} = 0.5 * (active{j} + kept{j}), 0.5 * gained{j}
joins{j} = past{j} * returns
joined{j} = joins{j} * (0.5 * density)
dead{j}, retired{j} = past{j} * past_dies, past{j} * past_retires
w[{own_death} + k] = most{j} * dies + dead{j}
w[{up_death} + 1 + k] = half{j} * dies
w[{own_invalidity} + k] = most{j} * ill
w[{up_invalidity} + 1 + k] = half{j} * ill
w[{own_old_age} + k] = most{j} * retires + retired{j}
w[{up_old_age} + 1 + k] = half{j} * retires
w[{own_leaving} + k] = most{j} * leaves
w[{up_leaving} + 1 + k] = half{j} * leaves
w[{own_next} + k] = kept{j} * stays + (joins{j} - joined{j})
w[{up_next} + 1 + k] = gained{j} * stays + (joined{j}{joined})
w[{past} + k] = past{j} * past_stays
"""
MOVED: Final = """\
w[{own_death} + k] += w[{up_death} + k]
w[{own_invalidity} + k] += w[{up_invalidity} + k]
w[{own_old_age} + k] += w[{up_old_age} + k]
w[{own_leaving} + k] += w[{up_leaving} + k]
nxt[{active} + k] = w[{own_next} + k] + w[{up_next} + k]
nxt[{inactive} + k] = w[{past} + k] + w[{own_leaving} + k]
"""
CASHED: Final = """\
cashed = w[{own_leaving} + k] * {share}
w[{cashed} + k] = cashed
nxt[{inactive} + k] -= cashed
"""
STAYING: Final = """\
if a < ages - 1:
    for k in range(n):
        mine[{to} + k] += w[{staying} + k]
"""
TOLD: Final = """\
for k in range(m):
    {lines}
worked = 0.0
for k in range(n):
    worked += w[{years} + k]
out[z, t, 0, s] += worked
{loads}
{paid}
"""
PAID_BY_SERVICE: Final = """\
for k in range(n):
    out[z, t, {place}, s] += w[{years} + k] * {rate}
"""
ENTERED: Final = """\
for k in range(filled[s, c, a + 1], 2):
    {nothing}
filled[s, c, a + 1] = max(filled[s, c, a + 1], 2)
joined = 0.5 * {density} * head
nxt[0] += head - joined
nxt[1] += joined
{credits}
"""
HOLDING: Final = """\
for k in range(filled[s, c, a + 1]):
    holds[{j}] += nxt[{active} + k] + nxt[{inactive} + k]
for k in range(m):
    holds[{j}] += 0.5 * ({left})
    dead[{j}] += w[{dead} + k]
"""
SHARING: Final = """\
gain = share[{j}]
for k in range(filled[s, c, a + 1]):
    nxt[{active} + k] *= 1.0 + gain
    nxt[{inactive} + k] *= 1.0 + gain
for k in range(m):
    {left}
"""
AWARD: Final = """\
if {when}:
    {loads}
    for k in range(m):
        heads = w[{heads} + k]
        safe = heads if heads > 0.0 else 1.0
        {per_head}
        entitled = heads * {who}
        w[{count} + k] = entitled
        w[{amount} + k] = entitled * {how_much}
    count, amount = 0.0, 0.0
    for k in range(m):
        count += w[{count} + k]
        amount += w[{amount} + k]
    award[{place}, 0, s, first_age + a] += count
    award[{place}, 1, s, first_age + a] += amount
"""
FOLLOWING: Final = """\
for s in range(2):
    for x in range(oldest):
        heads = died[{other}, 0, s, x]
        if heads != 0.0:
            pension = died[{other}, 1, s, x] / (heads if heads > 0.0 else 1.0)
            award[{place}, 0, s, x] += heads
            award[{place}, 1, s, x] += heads * {given}
"""
FAMILIES: Final = "to_families(award[{place}], {relatives}, {ages}, family, {other_sex})\n"
ONCE: Final = """\
for s in range(2):
    for x in range(oldest):
        out[z, t, {awards}, s] += award[{place}, 0, s, x]
        out[z, t, {benefits}, s] += award[{place}, 1, s, x]
        out[z, t, {award_amounts}, s] += award[{place}, 1, s, x]
"""
PAYMENT: Final = """\
for s in range(2):
    for x in range(oldest if t > 0 else 0):
        pay[{place}, 1, s, x] *= 1.0 + {index}
in_payment(
    pay[{place}], award[{place}], died[{place}], family, {table}[{year}, {scenario}], {until},
    out[z, t, {series}:{series} + 5],
)
"""
