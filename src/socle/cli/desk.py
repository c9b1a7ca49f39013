"""Which register a command works on, and in whose name: shared by all commands that open one."""

from __future__ import annotations

import argparse
import getpass
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from socle.cli.shared import Translate
from socle.ground.refusals import Refusal
from socle.ground.words import N_

if TYPE_CHECKING:
    from socle.register.store import Register

FILE = "register.sqlite"  # in the folder of the local store


def register_options(parser: argparse.ArgumentParser, _: Translate) -> None:
    """Where the register is, and who uses it."""
    parser.add_argument(
        "--register",
        default="",
        metavar="PLACE",
        help=_(
            N_(
                "File of the register, or postgresql://...; by default SOCLE_REGISTER, else register.sqlite in the "
                "local store."
            )
        ),
    )
    parser.add_argument(
        "--user",
        default="",
        metavar="NAME",
        help=_(N_("In whose name; by default SOCLE_USER, else the name you are logged in with.")),
    )


def place(args: argparse.Namespace) -> str:
    """Where the register is."""
    from socle.exchange.store import default_folder

    return args.register or os.environ.get("SOCLE_REGISTER", "") or str(default_folder() / FILE)


def user(args: argparse.Namespace) -> str:
    """Who asks."""
    named = args.user or os.environ.get("SOCLE_USER", "")
    if not named:
        with suppress(OSError, KeyError):
            named = getpass.getuser()
    if not named:
        raise Refusal("Nobody is logged in here: say who you are with --user NAME.")
    return named


def opened(args: argparse.Namespace) -> Register:
    """The register, open; refused with words where there is none."""
    from socle.register.store import Register

    return Register.of(place(args), user(args))


def opened_if_there(args: argparse.Namespace) -> Register | None:
    """The register, or nothing where none was asked for and none has been made."""
    from pathlib import Path

    asked = args.register or os.environ.get("SOCLE_REGISTER", "")
    return opened(args) if asked or Path(place(args)).is_file() else None


def minute(at: str) -> str:
    """A moment of the log as people read it."""
    return at[:16].replace("T", " ")
