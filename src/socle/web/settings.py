"""How the application is run: one file of settings, the environment over it, and what stands where nothing is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Final

from socle.ground.refusals import Refusal, nearest

PREFIX: Final = "SOCLE_WEB_"
YES, NO = ("yes", "true", "1", "on"), ("no", "false", "0", "off")


@dataclass(frozen=True)
class Settings:
    """Settings of the application. Sizes are bytes, limits are calls a minute from one address."""

    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    register: str = ""  # a file or postgresql://...; empty: register.sqlite in the local store
    anonymous: bool = True  # whether who has not signed in may read
    secure: bool = False  # whether it is served over HTTPS: cookies then never travel without it
    upload_limit: int = 20_000_000
    reads_a_minute: int = 6000
    writes_a_minute: int = 120
    api_posts_a_minute: int = 600  # computations that programs ask for
    sign_ins_a_minute: int = 10
    metrics_token: str = ""  # who knows it may read /metrics; empty: this machine alone
    address: str = ""  # where people reach it, as https://socle.example.org: a provider sends them back there
    surveys: str = (
        ""  # a folder of surveys by country, used for poverty and never served; empty: invented people
    )
    oidc_issuer: str = ""  # the provider of OpenID Connect that says who somebody is; empty: passwords alone
    oidc_client: str = ""  # how the provider calls this Socle
    oidc_secret: str = field(default="", repr=False)  # better said in the environment or in a file of its own
    oidc_secret_file: str = ""
    oidc_title: str = ""  # how people call the provider
    log: bool = True  # one line on standard error for each request


def settings_of(said: Mapping[str, Any], environ: Mapping[str, str], where: str = "") -> Settings:
    """Settings from what a file says, and from the environment, which goes before it."""
    known = {one.name: type(one.default) for one in fields(Settings)}
    for name in said:
        if name not in known:
            raise Refusal(
                "There is no setting `{name}`.", name=name, nearest=nearest(name, known), where=where
            )
    texts = {name: str(value) for name, value in said.items()}
    texts |= {name: environ[PREFIX + name.upper()] for name in known if PREFIX + name.upper() in environ}
    return replace(
        Settings(), **{name: _typed(name, text, known[name], where) for name, text in texts.items()}
    )


def _typed(name: str, text: str, kind: type, where: str) -> Any:
    word = text.strip().lower()
    if kind is bool and word in (*YES, *NO):
        return word in YES
    if kind is int and word.replace("_", "").isdigit():
        return int(word)
    if kind is str:
        return text.strip()
    raise Refusal(
        "`{name}`: `{text}` is not what this setting takes.", name=name, text=text[:60], where=where
    )
