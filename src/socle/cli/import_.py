"""`socle import sdmx`: a file of observations into the register, as one edition of its flow."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from socle.cli.desk import opened, register_options
from socle.cli.shared import Translate, progress
from socle.ground.refusals import Refusal
from socle.ground.words import N_

if TYPE_CHECKING:
    import polars as pl

    from socle.model.survey import Flag

KINDS: Final = ("sdmx", "sdg")
WHY: Final = "import of {file}"  # for the log, which is in one language
UNNAMED: Final = "file-{hash}"  # an edition that nobody named is called by its content
DIGITS: Final = 8


def configure(parser: argparse.ArgumentParser, _: Translate) -> None:
    """The options of the command."""
    parser.add_argument(
        "kind",
        choices=KINDS,
        metavar="KIND",
        help=_(N_("sdmx (SDMX-CSV, XML or JSON), or sdg (a Parquet table of the SDG database).")),
    )
    parser.add_argument(
        "file",
        metavar="FILE",
        help=_(N_("The file; for sdg, a folder with its tables too, or that of the local store.")),
    )
    parser.add_argument(
        "--flow",
        default="",
        metavar="CODE",
        help=_(N_("The flow it must belong to; by default the one it names.")),
    )
    parser.add_argument(
        "--vintage",
        default="",
        metavar="NAME",
        help=_(
            N_(
                "The edition that these data are, such as 2025-07; by default named by the content of the file."
            )
        ),
    )
    parser.add_argument("--source", default="", metavar="TEXT", help=_(N_("Where the file comes from.")))
    parser.add_argument(
        "--reason", default="", metavar="TEXT", help=_(N_("Why it is recorded, for the log."))
    )
    _looked_at(parser, _)
    register_options(parser, _)


def _looked_at(parser: argparse.ArgumentParser, _: Translate) -> None:
    """How far the file is looked at."""
    parser.add_argument(
        "--check",
        action="store_true",
        help=_(N_("Only look at the file: say what is wrong, and record nothing.")),
    )
    parser.add_argument(
        "--validate",
        action="store_true",
        help=_(N_("Hold XML or JSON against the official schema of SDMX too (opensocle[sdmx]).")),
    )


def run(args: argparse.Namespace) -> int:
    """Check the file against its structure, then record it: whole, or not at all."""
    from socle.report.text import translator

    _ = translator(args.lang)
    path = Path(args.file)
    if not path.is_file() and not (args.kind == "sdg" and path.is_dir()):
        raise Refusal("There is no such file.", where=args.file)
    register = None if args.check else opened(args)
    with progress(_(N_("Reading {file}")).format(file=path.name)) as step:
        said = _(N_("Reading {file}: {count} observations"))
        flow, frame, flags, vintage = _read(path, args, lambda n: step(said.format(file=path.name, count=n)))
        print(_(N_("{count} observations of {flow} are in order.")).format(count=frame.height, flow=flow))
        for flag in flags:
            print(f"* {_(flag.text).format(**flag.values)}")
        if register is None:
            return 0
        from socle.ground.provenance import sha256_of_file

        content = sha256_of_file(path) if path.is_file() else ""
        vintage = vintage or UNNAMED.format(hash=content[:DIGITS])
        done = register.record(
            frame,
            flow=flow,
            vintage=vintage,
            source=args.source or path.name,
            reason=args.reason.strip() or WHY.format(file=path.name),
            sha256=content,
            progress=lambda kept, of: step(
                _(N_("{kept} of {of} observations kept")).format(kept=kept, of=of)
            ),
        )
    said = _(N_("Recorded as edition {vintage}: {new} new, {changed} changed, {same} as before."))
    print(said.format(vintage=vintage, new=done.new, changed=done.changed, same=done.same))
    return 0


def _read(
    path: Path, args: argparse.Namespace, progress: Callable[[int], None]
) -> tuple[str, pl.DataFrame, tuple[Flag, ...], str]:
    """The flow under which it is kept, the observations, what to look at, and the edition."""
    from socle.exchange.flow_file import flow

    if args.kind == "sdg":
        from socle.exchange.sdg_observations import observations
        from socle.exchange.store import Store

        if args.flow and flow(args.flow).id != flow("SDG").id:
            raise Refusal(
                "This file belongs to the flow `{found}`, not to `{wanted}`.", found="SDG", wanted=args.flow
            )
        held = path.is_dir() and Store(path).entries()
        edition = observations(Store(path) if held else path, args.vintage)
        return "SDG", edition.frame, (), args.vintage or edition.vintage
    from socle.exchange.form_file import BOOKS, OLD_BOOKS
    from socle.exchange.sdmx import read_sdmx

    if path.suffix.lower() in (*BOOKS, *OLD_BOOKS):
        raise Refusal(
            "This is a workbook. Observations are read from SDMX (CSV, XML or JSON); a filled questionnaire is for"
            " `socle inquiry submit`.",
            where=path.name,
        )
    found = read_sdmx(path, flow=flow(args.flow) if args.flow else None, progress=progress)
    if args.validate:
        from socle.exchange.sdmx_schemas import validate

        validate(path, found.format)
    return found.flow.stored_as or found.flow.code, found.frame, found.flags, args.vintage.strip()
