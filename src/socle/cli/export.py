"""`socle export sdmx`: observations of the register as files that other systems read."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from socle.cli.desk import opened, register_options
from socle.cli.shared import Translate, codes, progress
from socle.ground.refusals import Refusal
from socle.ground.words import N_

if TYPE_CHECKING:
    import polars as pl

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
    parser.add_argument("-o", "--out", required=True, metavar="FILE", help=_(N_("The file to write.")))
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
        "--structure",
        action="store_true",
        help=_(N_("Write the structure of the flow instead: dimensions and codes.")),
    )
    register_options(parser, _)


def run(args: argparse.Namespace) -> int:
    """Write the file; say how many observations it holds."""
    from socle.exchange.flow_file import flow
    from socle.report.text import translator

    _ = translator(args.lang)
    chosen = flow(args.flow)
    if args.structure:
        return _structure(chosen, args, _)
    with progress(_(N_("Writing {file}")).format(file=args.out)):
        from socle.exchange.sdmx import write_sdmx

        register = opened(args)
        count = write_sdmx(
            _blocks(register, chosen, args), chosen, args.format, Path(args.out), head=_head(register)
        )
    print(
        _(N_("{count} observations of {flow} are in {file}.")).format(
            count=count, flow=chosen.code, file=args.out
        )
    )
    return 0


def _structure(chosen: Flow, args: argparse.Namespace, _: Translate) -> int:
    from socle.exchange.sdmx_structures import write_structure
    from socle.exchange.sdmx_text import Head
    from socle.register.moments import text, utc_now

    format = "json" if args.format == "json" else "xml30"
    write_structure(chosen, format, Path(args.out), Head(text(utc_now())))
    print(_(N_("The structure of {flow} is in {file}.")).format(flow=chosen.code, file=args.out))
    return 0


def _head(register: Register) -> Any:
    """When the register last changed: equal registers make equal files."""
    from socle.exchange.sdmx_text import Head

    return Head(register.head().at)


def _blocks(register: Register, chosen: Flow, args: argparse.Namespace) -> Iterator[pl.DataFrame]:
    """What the register holds of the flow, and what was computed from national inquiries under its names."""
    from socle.exchange.sdmx_maps import ILO, OWN, SDG, mapped

    asked: dict[str, Any] = {"area": codes(args.country) if args.country else ()}
    asked |= {"years": years_of(args.year), "as_of": args.as_of or None, "vintage": args.vintage}
    held, part = chosen.stored_as or chosen.code, _part(chosen)
    yield from register.blocks(held, codes=part, **asked)
    for block in register.blocks(OWN, **asked) if held in (SDG, ILO) else ():
        own = mapped(block, OWN, held).frame
        yield own.filter(own["CODE"].is_in(part)) if part else own


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
