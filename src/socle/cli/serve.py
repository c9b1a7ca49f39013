"""`socle serve`: the web application, on this machine or for an office."""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING

from socle.cli.shared import Translate
from socle.ground.refusals import Refusal
from socle.ground.words import N_

if TYPE_CHECKING:
    from socle.web.settings import Settings


def configure(parser: argparse.ArgumentParser, _: Translate) -> None:
    """The options of the command."""
    parser.add_argument("--host", default="", metavar="ADDRESS", help=_(N_("Where to listen (127.0.0.1).")))
    parser.add_argument("--port", type=int, metavar="N", help=_(N_("The port (8000).")))
    parser.add_argument("--workers", type=int, metavar="N", help=_(N_("Processes that answer (1).")))


def run(args: argparse.Namespace) -> int:
    """Serve until stopped."""
    try:
        import uvicorn
    except ImportError:
        raise Refusal("The web application needs more: install `opensocle[web]`.") from None
    from socle.web.app import create_app

    settings = _settings(args)
    uvicorn.run(create_app(settings), host=settings.host, port=settings.port, log_level="warning")
    return 0


def _settings(args: argparse.Namespace) -> Settings:
    from socle.web.settings import settings_of

    said = {name: getattr(args, name) for name in ("host", "port", "workers") if getattr(args, name)}
    return settings_of(said, os.environ)
