"""`socle data`: import, fetch, list and verify the data of the world in the local store."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from socle.cli.shared import Translate, progress
from socle.ground.refusals import Refusal, nearest
from socle.ground.words import N_

if TYPE_CHECKING:
    from socle.exchange.store import Batch, Entry, Store

ACTIONS = ("import", "fetch", "list", "verify")
FAMILIES = {"wpp": ("WPP",), "macro": ("WEO-", "WDI-"), "sdg": ("UNSD-SDG",)}
"""Families of data, and how the keys of their sources begin."""


def configure(parser: argparse.ArgumentParser, _: Translate) -> None:
    """The options of the command."""
    parser.add_argument("action", choices=ACTIONS, help=_(N_("What to do with the local store.")))
    parser.add_argument(
        "what",
        nargs="*",
        help=_(
            N_(
                "import: wpp, macro or sdg, then a file or folder; fetch: wpp, macro or keys of the list of"
                " sources."
            )
        ),
    )
    parser.add_argument(
        "--edition",
        default="",
        metavar="YEAR-MONTH",
        help=_(N_("Edition of a file that does not say it, such as 2025-07.")),
    )
    parser.add_argument(
        "--store",
        metavar="FOLDER",
        help=_(N_("Folder of the local store; by default SOCLE_DATA or the user's data folder.")),
    )
    parser.add_argument(
        "--accept-new",
        action="store_true",
        help=_(N_("fetch: take a file that differs from the one first downloaded.")),
    )
    parser.add_argument("--json", action="store_true", help=_(N_("Print as JSON.")))


def run(args: argparse.Namespace) -> int:
    """Do what was asked with the store; 1 when a file of it is damaged."""
    from socle.exchange.store import Store
    from socle.report.text import translator

    _ = translator(args.lang)
    store = Store(Path(args.store) if args.store else None)
    if args.action == "import":
        return _import(args, store, _)
    if args.action == "fetch":
        return _fetch(args, store, _)
    return _list(args, store, _) if args.action == "list" else _verify(args, store, _)


def _import(args: argparse.Namespace, store: Store, _: Translate) -> int:
    family, path = _family_and_path(args.what)
    with progress(_(N_("Reading {name}")).format(name=path.name)) as step:

        def on_progress(name: str, done: int, total: int) -> None:
            step(_(N_("Reading {name}: {percent} %")).format(name=name, percent=100 * done // max(total, 1)))

        batch = _imported(family, store, path, edition=args.edition, progress=on_progress)
    if args.json:
        held = {"changed": batch.changed, "unchanged": batch.unchanged}
        _print_json({name: [asdict(entry) for entry in entries] for name, entries in held.items()})
        return 0
    for entry in batch.changed:
        print(_line(entry, _))
    if batch.unchanged:
        print(_(N_("{count} tables were held already, unchanged.")).format(count=len(batch.unchanged)))
    return 0


def _imported(family: str, store: Store, path: Path, **options: Any) -> Batch:
    if family == "wpp":
        from socle.exchange.wpp_bulk import import_wpp

        return import_wpp(store, path, progress=options["progress"])
    if family == "macro":
        from socle.exchange.macro_bulk import import_macro

        return import_macro(store, path, **options)
    from socle.exchange.sdg import import_sdg

    return import_sdg(store, path, **options)


def _family_and_path(what: list[str]) -> tuple[str, Path]:
    if len(what) != 2:
        raise Refusal("Say what to import and from where: `socle data import wpp|macro|sdg PATH`.")
    family, path = what
    if family not in FAMILIES:
        raise Refusal(
            "There are no data called `{name}`; there are {valid}.",
            name=family,
            valid=", ".join(FAMILIES),
            nearest=nearest(family, FAMILIES),
        )
    return family, Path(path).expanduser()


def _fetch(args: argparse.Namespace, store: Store, _: Translate) -> int:
    from socle.exchange.fetch import Terms, fetch

    terms = Terms(accept_new=args.accept_new)
    for family, file in _wanted(args.what):
        folder = store.folder / "downloads" / family
        with progress(_(N_("Fetching {name}")).format(name=file.name)) as step:

            def on_progress(name: str, done: int, total: int, step: Any = step) -> None:
                said = _(N_("Fetching {name}: {done} of {total} MB"))
                step(said.format(name=name, done=done // 1_000_000, total=total // 1_000_000))

            got = fetch(file, folder, terms=terms, on_progress=on_progress)
        print(f"{got.path}  sha256 {got.sha256}")
        if got.checked == "first":
            print(_(N_("First download: this content is what later ones are compared with.")))
        print(
            _(N_("To import: {command}")).format(
                command=f"socle data import {family} {_place(family, got.path)}"
            )
        )
    return 0


def _place(family: str, path: Path) -> Path:
    """What to import: the files of World Population Prospects belong together."""
    return path.parent if family == "wpp" else path


def _wanted(what: list[str]) -> list[tuple[str, Any]]:
    """The files asked for, each with its family."""
    from socle.exchange.sources import load_sources

    offered = {key: source for key, source in load_sources().items() if source.files}
    if not what:
        raise Refusal("Say what to fetch: {valid}.", valid=", ".join(["wpp", "macro", *offered]))
    found = []
    for name in what:
        begins = FAMILIES.get(name, ())
        keys = [key for key in offered if key == name or key.startswith(begins or ("\0",))]
        if not keys:
            raise Refusal(
                "Nothing can be fetched under `{name}`; there are {valid}.",
                name=name,
                valid=", ".join(["wpp", "macro", *offered]),
                nearest=nearest(name, ["wpp", "macro", *offered]),
            )
        found += [(_family(key), file) for key in keys for file in offered[key].files]
    return list(dict.fromkeys(found))


def _family(key: str) -> str:
    return next(family for family, begins in FAMILIES.items() if key.startswith(begins))


def _list(args: argparse.Namespace, store: Store, _: Translate) -> int:
    entries = store.entries()
    if args.json:
        _print_json([asdict(entry) for entry in entries])
        return 0
    print(store.folder)
    for entry in entries:
        print(_line(entry, _))
    if not entries:
        print(_(N_("Nothing is held here yet: `socle data fetch`, then `socle data import`.")))
    return 0


def _verify(args: argparse.Namespace, store: Store, _: Translate) -> int:
    problems = store.verify()
    if args.json:
        _print_json([problem.worded(_) for problem in problems])
    else:
        for problem in problems:
            print(problem.worded(_))
        if not problems:
            count = len(store.entries())
            print(_(N_("{count} tables were read again: each is what was imported.")).format(count=count))
    return 1 if problems else 0


def _line(entry: Entry, _: Translate) -> str:
    rows = _(N_("{count} rows")).format(count=entry.rows)
    line = f"{entry.dataset}  {rows}  {', '.join(entry.sources)}  {entry.version}  {entry.licence}"
    if not entry.dropped:
        return line
    dropped = _(N_("no longer held: {names}")).format(names=", ".join(entry.dropped))
    return f"{line}\n  {dropped}"


def _print_json(content: Any) -> None:
    print(json.dumps(content, indent=1, ensure_ascii=False))
