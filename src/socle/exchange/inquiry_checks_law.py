"""Checks of an inquiry against the files of law of its country: the same names are the same schemes."""

from __future__ import annotations

from collections.abc import Iterator

from socle.exchange.inquiry_check import ERROR, INFO, WARNING, Case, Found, check, found
from socle.exchange.inquiry_law import by_name, contributory, functions
from socle.ground.refusals import nearest
from socle.ground.words import N_
from socle.model.scheme import Benefit


@check(
    "law_contributory",
    ERROR,
    N_("A scheme rests on contributions where its file of law says so, and only there."),
)
def law_contributory(case: Case) -> Iterator[Found]:
    """Nothing is said where the file does not say who pays."""
    laws = by_name(case.law or ())
    for scheme, said in case.inquiry.schemes.items():
        paid = contributory(laws[scheme]) if scheme in laws else None
        if paid is not None and paid != case.inquiry.contributory(scheme):
            template = (
                N_("`{scheme}` is `{type}` here, and rests on contributions in its file of law ({file}).")
                if paid
                else N_(
                    "`{scheme}` is `{type}` here, and takes no contributions in its file of law ({file})."
                )
            )
            yield found(
                said,
                "type",
                template,
                scheme=scheme,
                type=said["type"],
                file=laws[scheme].where.rpartition(":")[0],
            )


@check("law_function", ERROR, N_("The function of a benefit is one that its file of law may answer."))
def law_function(case: Case) -> Iterator[Found]:
    """A branch of law answers one function or a few."""
    laws = _benefits(case)
    for path, said in case.inquiry.benefits.items():
        if path in laws and said["function"] not in functions(laws[path]):
            yield Found(
                said,
                "function",
                N_(
                    "`{path}` is for `{function}` here, and for `{branch}` in its file of law ({file}): {valid}."
                ),
                {
                    "path": path,
                    "function": said["function"],
                    "branch": laws[path].branch,
                    "file": laws[path].where.rpartition(":")[0],
                    "valid": ", ".join(functions(laws[path])),
                },
            )


@check("law", WARNING, N_("Every scheme and benefit has a file of law, from which it can be computed."))
def law(case: Case) -> Iterator[Found]:
    """Nothing can be computed from a scheme without law; a skeleton of such a file can be written."""
    if case.law is None:
        return
    schemes, benefits = by_name(case.law), _benefits(case)
    for name, row in case.inquiry.schemes.items():
        if name not in schemes:
            yield Found(
                row,
                "scheme",
                N_("`{name}` has no file of law: nothing can be computed from it yet."),
                {"name": name},
                nearest=nearest(name, schemes),
            )
    for path, row in case.inquiry.benefits.items():
        if row.scheme in schemes and path not in benefits:
            own = [one.partition(".")[2] for one in benefits if one.startswith(f"{row.scheme}.")]
            yield Found(
                row,
                "benefit",
                N_("The file of law of `{scheme}` has no benefit `{benefit}`; it has {valid}."),
                {"scheme": row.scheme, "benefit": row.benefit, "valid": ", ".join(own)},
                nearest=nearest(row.benefit, own),
            )


@check("law_left", INFO, N_("Benefits that have a file of law are in the inquiry."))
def law_left(case: Case) -> Iterator[Found]:
    """Told, since a submission may be partial."""
    for path, benefit in _benefits(case).items():
        if path not in case.inquiry.benefits:
            yield Found(
                "year",
                "benefits",
                N_("`{path}` has a file of law ({file}), and is not in the inquiry."),
                {"path": path, "file": benefit.where.rpartition(":")[0]},
                key=f"benefits:{path.replace('.', '/')}",
            )


def _benefits(case: Case) -> dict[str, Benefit]:
    return {benefit.path: benefit for scheme in case.law or () for benefit in scheme.benefits}
