"""`socle serve`: the web application, on this machine or for an office."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from socle.cli.desk import place, register_options, user
from socle.cli.shared import Translate
from socle.ground.refusals import Refusal
from socle.ground.words import N_

if TYPE_CHECKING:
    from socle.web.settings import Settings


def configure(parser: argparse.ArgumentParser, _: Translate) -> None:
    """The options of the command."""
    parser.add_argument("--host", default="", metavar="ADDRESS", help=_(N_("Where to listen (127.0.0.1).")))
    parser.add_argument(
        "--port", type=int, metavar="N", help=_(N_("The port (8000); 0 for any that is free."))
    )
    parser.add_argument("--workers", type=int, metavar="N", help=_(N_("Processes that answer (1).")))
    parser.add_argument(
        "--settings",
        metavar="FILE",
        help=_(N_("A file of settings (TOML); the environment (SOCLE_WEB_...) and options go before it.")),
    )
    parser.add_argument("--init", action="store_true", help=_(N_("Make the register, where there is none.")))
    parser.add_argument(
        "--upgrade",
        action="store_true",
        help=_(N_("Bring the tables of the register to this version first; back it up before.")),
    )
    register_options(parser, _)


def run(args: argparse.Namespace) -> int:
    """Serve until stopped."""
    from tempfile import TemporaryDirectory

    from socle.report.text import translator

    try:
        from socle.web.serve import is_local, serve
    except ImportError:
        raise Refusal("The web application needs more: install `opensocle[web]`.") from None
    _ = translator(args.lang)
    settings = _settings(args)
    settings = replace(settings, register=_register(args, settings.register, _))
    if not is_local(settings.host) and not settings.secure:
        _note(_(OPEN))
    with TemporaryDirectory(prefix="socle-") as counters:
        serve(settings, counters, lambda address: print(_(LISTENS).format(address=address), flush=True))
    return 0


LISTENS = N_("Socle answers at {address} (Ctrl+C stops it).")
OPEN = N_(
    "Other machines can reach this, and nothing is encrypted: put a server with HTTPS before it and set `secure`, "
    "or passwords travel in the clear."
)
NO_REGISTER = N_("There is no register yet, so that nobody can sign in; with --init it is made.")
OLDER = N_("The register is of an older version of Socle: back it up, then start with --upgrade.")


def _settings(args: argparse.Namespace) -> Settings:
    """Options, then the environment, then the file."""
    from pathlib import Path

    from socle.exchange.settings_file import read_settings
    from socle.web.settings import settings_of

    said = read_settings(Path(args.settings)) if args.settings else {}
    found = settings_of(said, os.environ, args.settings or "")
    options = {name: getattr(args, name) for name in ("host", "port", "workers")}
    found = replace(found, **{name: value for name, value in options.items() if value not in ("", None)})
    if found.workers < 1:
        raise Refusal(
            "`{name}`: `{text}` is not what this setting takes.", name="workers", text=found.workers
        )
    return found


def _register(args: argparse.Namespace, set_to: str, _: Translate) -> str:
    """The place of a register that can be worked with; empty where there is none and none was asked for."""
    from socle.register.standing import is_current, is_there
    from socle.register.store import Register

    asked = args.register or os.environ.get("SOCLE_REGISTER", "") or set_to
    args.register = asked
    where = place(args)
    if not is_there(where):
        if args.init:
            Register.create(where, user(args)).close()
        elif not asked:
            _note(_(NO_REGISTER))
            return ""
    if not is_current(where):
        if not args.upgrade:
            raise Refusal(OLDER, where=where)
        Register.at(where, user(args)).upgrade()
    return where


def _note(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
