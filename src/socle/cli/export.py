"""`socle export sdmx`: observations of the register as files that other systems read."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from socle.cli.desk import opened, register_options
from socle.cli.shared import Translate, codes, progress
from socle.ground.refusals import Refusal
from socle.ground.words import N_

if TYPE_CHECKING:
    import polars as pl

    from socle.exchange.sdmx_joined import Joined
    from socle.model.flow import Flow
    from socle.register.store import Register

KINDS: Final = ("sdmx",)
FORMATS: Final = ("csv2", "xml30", "json")  # also exchange.sdmx.FORMATS, which is not loaded for `--help`


def configure(parser: argparse.ArgumentParser, _: Translate) -> None:
    """The options of the command."""
    parser.add_argument("kind", choices=KINDS, metavar="KIND", help=_(N_("The kind of file: sdmx.")))
    parser.add_argument(
        "--flow",
        required=True,
        metavar="CODE",
        help=_(N_("The flow: SDG_1_3_1, SDG, ILO_1_3_1, SOCIAL_PROTECTION or INQUIRY.")),
    )
    parser.add_argument(
        "--format",
        default="csv2",
        choices=FORMATS,
        metavar="FORMAT",
        help=_(N_("csv2, xml30 or json (csv2).")),
    )
    parser.add_argument(
        "-o",
        "--out",
        required=True,
        metavar="FILE",
        help=_(N_("The file to write; packed if its name ends in .gz.")),
    )
    _asked(parser, _)
    parser.add_argument(
        "--structure",
        action="store_true",
        help=_(N_("Write the structure of the flow instead: dimensions and codes.")),
    )
    register_options(parser, _)


def _asked(parser: argparse.ArgumentParser, _: Translate) -> None:
    """Which observations of the flow."""
    parser.add_argument(
        "--country", default="", metavar="CODES", help=_(N_("Countries with commas; by default all."))
    )
    parser.add_argument(
        "--year", default="", metavar="YEARS", help=_(N_("A year, or the first and last: 2015-2024."))
    )
    parser.add_argument(
        "--as-of", default="", metavar="DATE", help=_(N_("What the register said on that day (2026-03-31)."))
    )
    parser.add_argument(
        "--vintage",
        default="",
        metavar="NAME",
        help=_(N_("An edition of the data; by default the newest of each series.")),
    )
    parser.add_argument(
        "--own",
        action="store_true",
        help=_(N_("Only what was computed here from inquiries, under the names of the flow.")),
    )
    parser.add_argument(
        "--confidential",
        action="store_true",
        help=_(N_("With what is confidential, for those who may read it; a file is not for others then.")),
    )


def run(args: argparse.Namespace) -> int:
    """Write the file; say how many observations it holds."""
    from socle.exchange.flow_file import flow
    from socle.report.text import translator

    _ = translator(args.lang)
    chosen = flow(args.flow)
    if args.structure:
        return _structure(chosen, args, _)
    with progress(_(N_("Writing {file}")).format(file=args.out)) as step:
        from socle.exchange.sdmx import write_sdmx
        from socle.exchange.sdmx_joined import Joined
        from socle.exchange.sdmx_text import Head

        register = opened(args)
        joined, at = Joined(chosen.code, _part(chosen)), register.head(args.as_of).at
        blocks = _told(_blocks(register, joined, chosen, args), args, step)
        count = write_sdmx(blocks, chosen, args.format, Path(args.out), head=Head(at))
    print(
        _(N_("{count} observations of {flow} are in {file}.")).format(
            count=count, flow=chosen.code, file=args.out
        )
    )
    for flag in joined.flags():
        print(_(flag.text).format(**flag.values), file=sys.stderr)
    return 0


def _structure(chosen: Flow, args: argparse.Namespace, _: Translate) -> int:
    from socle.exchange.sdmx_structures import write_structure
    from socle.exchange.sdmx_text import UNDATED, Head

    format = "json" if args.format == "json" else "xml30"
    write_structure(chosen, format, Path(args.out), Head(UNDATED))
    print(_(N_("The structure of {flow} is in {file}.")).format(flow=chosen.code, file=args.out))
    return 0


def _blocks(
    register: Register, joined: Joined, chosen: Flow, args: argparse.Namespace
) -> Iterator[pl.DataFrame]:
    """What the register holds of the flow, and what was computed from national inquiries under its names."""
    from socle.exchange.sdmx_maps import ILO, OWN, SDG
    from socle.register.holdings import Holdings

    held, part = chosen.stored_as or chosen.code, _part(chosen)
    renamed = held in (SDG, ILO)
    if args.own and not renamed:
        raise Refusal(
            "{flow} is Socle's own flow: `--own` is about those of others, SDG and ILOSTAT.", flow=chosen.code
        )
    areas = codes(args.country) if args.country else ()
    here = Holdings(register, [*([] if args.own else [held]), *([OWN] if renamed else [])], chosen.code)
    here.expect(areas, args.vintage)
    asked: dict[str, Any] = {"area": areas, "years": years_of(args.year), "vintage": args.vintage}
    asked["public"] = not args.confidential
    asked["as_of"] = args.as_of or register.head().at  # one state, whoever writes meanwhile
    imported = () if args.own else register.blocks(held, codes=part, **asked)
    found = joined.blocks(imported, register.blocks(OWN, **asked)) if renamed else imported
    count = 0
    for block in found:
        count += block.height
        yield block
    if not count:
        left = next(iter(joined.flags()), None)
        raise Refusal(left.text, **left.values) if left else here.nothing()


def _told(
    blocks: Iterable[pl.DataFrame], args: argparse.Namespace, step: Callable[[str], None]
) -> Iterator[pl.DataFrame]:
    """The same blocks; how many observations there were is told meanwhile."""
    from socle.report.text import translator

    text, count = translator(args.lang)(N_("Writing {file}: {count} observations")), 0
    for block in blocks:
        count += block.height
        step(text.format(file=args.out, count=count))
        yield block


def _part(chosen: Flow) -> tuple[str, ...]:
    """The codes of a flow that is part of another."""
    if not chosen.stored_as:
        return ()
    held = chosen.component(chosen.indicator).codelist
    return tuple(held.codes) if held else ()


def years_of(text: str) -> tuple[int, int] | None:
    """The first and last year of `2024` or `2015-2024`."""
    if not text:
        return None
    first, _, last = text.partition("-")
    if not (first.isdigit() and (last or first).isdigit() and int(first) <= int(last or first)):
        raise Refusal("`{text}` is no year: write 2024, or 2015-2024.", text=text)
    return int(first), int(last or first)
