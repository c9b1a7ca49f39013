"""The application put to work: the port taken, processes started, the log on standard error, stopped in order."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Callable
from dataclasses import fields
from ipaddress import ip_address
from typing import Any, Final

from fastapi import FastAPI

from socle.exchange.survey_folder import known_folder
from socle.ground.refusals import Refusal
from socle.web.session import provider_of
from socle.web.settings import PREFIX, Settings, settings_of
from socle.web.watch import FOLDER

APP: Final = "socle.web.serve:app_of_environment"
GRACE: Final = 10  # seconds for answers that are under way when it is told to stop
LOGGERS: Final = ("socle.web", "uvicorn.error")


def app_of_environment() -> FastAPI:
    """The application as the environment sets it: how each process makes its own."""
    from socle.web.app import create_app

    return create_app(settings_of({}, os.environ))


def serve(settings: Settings, counters: str, started: Callable[[str], None]) -> None:
    """Answers until told to stop (SIGINT, SIGTERM). `started` is told the address once the port is taken;
    `counters` is a folder in which processes add up. Refuses a port that cannot be had.
    """
    import uvicorn
    from uvicorn.supervisors import Multiprocess

    provider_of(settings)  # what is wrong with it is said before anything is taken
    known_folder(settings.surveys)
    taken = _taken(settings)
    for name, value in _environment(settings).items():
        os.environ[name] = value
    os.environ[FOLDER] = counters
    config = uvicorn.Config(
        APP,
        factory=True,
        workers=settings.workers,
        access_log=False,
        server_header=False,
        log_config=_log(settings),
        timeout_graceful_shutdown=GRACE,
    )
    if settings.workers == 1:
        config.load()  # what is wrong with the application is said before its address
    started(_address(settings, taken))
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, lambda _number, _frame: None)  # uvicorn raises them once more when it has stopped
    if settings.workers > 1:
        Multiprocess(config, sockets=[taken]).run()
    else:
        uvicorn.Server(config).run(sockets=[taken])


def is_local(host: str) -> bool:
    """Whether only this machine can reach the address."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _taken(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    taken = socket.socket(family, socket.SOCK_STREAM)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((settings.host, settings.port))
        taken.listen(2048)
    except (OSError, OverflowError) as error:
        taken.close()
        raise Refusal(
            "Port {port} of {host} cannot be had ({reason}): choose another with --port.",
            port=settings.port,
            host=settings.host,
            reason=getattr(error, "strerror", None) or str(error),
        ) from error
    taken.set_inheritable(True)
    return taken


def _address(settings: Settings, taken: socket.socket) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{taken.getsockname()[1]}"


def _environment(settings: Settings) -> dict[str, str]:
    return {PREFIX + one.name.upper(): str(getattr(settings, one.name)) for one in fields(settings)}


def _log(settings: Settings) -> dict[str, Any]:
    level = "INFO" if settings.log else "WARNING"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": "socle.web.watch.Lines"}},
        "handlers": {"errors": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "loggers": {name: {"handlers": ["errors"], "level": level, "propagate": False} for name in LOGGERS},
    }
