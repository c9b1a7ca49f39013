"""Signing in with a provider: only whoever an administrator tied to an account, and only what is proven."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from socle.exchange.openid import Provider, challenge
from socle.ground.refusals import Refusal
from socle.register.journal import entries
from socle.register.members import Correction, Opening, add_member, change_member
from socle.register.store import Register
from socle.web.app import create_app
from socle.web.guard import token_of
from socle.web.session import COOKIE, FORM, PASS, provider_of
from socle.web.settings import Settings
from tests.web.provider import CLIENT, SECRET, Told, provider

HOME = "https://socle.example.org"


class Office:
    """A register with somebody tied to the provider, and the application before it."""

    def __init__(self, folder: Path, told: Told) -> None:
        where = str(folder / "register.sqlite")
        Register.create(where, "ann").close()
        self.register, self.told = Register.of(where, "ann"), told
        for name, identity in (("bob", "a-1"), ("eva", "Eva@Example.org"), ("ron", "")):
            add_member(self.register, name, ["analyst"], opening=Opening(identity=identity))
        (folder / "secret").write_text(f"{SECRET}\n", encoding="utf-8")
        self.settings = Settings(
            register=where,
            secure=True,
            address=HOME,
            sign_ins_a_minute=1000,
            oidc_issuer=told.issuer,
            oidc_client=CLIENT,
            oidc_secret_file=str(folder / "secret"),
            oidc_title="the ministry",
        )
        self.app = create_app(self.settings)

    def client(self) -> TestClient:
        return TestClient(self.app, base_url=HOME, follow_redirects=False)

    def away(self, client: TestClient, to: str = "/me") -> str:
        """The address at the provider to which the button leads."""
        page = client.get("/sign-in", params={"to": to}).text
        token = re.findall(r'name="token" value="(\w+)"', page)[-1]
        answer = client.post("/sign-in/provider", data={"token": token, "to": to})
        assert answer.status_code == 303, answer.text
        return str(answer.headers["location"])

    def signs_in(self, client: TestClient, to: str = "/me") -> Any:
        """All of it, as a browser does it."""
        return client.get(self.told.grant(self.away(client, to)))


@pytest.fixture(scope="module")
def running() -> Iterator[Told]:
    with provider() as told:
        yield told


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, running: Told) -> Office:
    return Office(tmp_path_factory.mktemp("office"), running)


@pytest.fixture
def office(place: Office) -> Iterator[Office]:
    """The office, with a provider that lies no more."""
    kept = dict(vars(place.told))
    place.told.claims, place.told.header = dict(place.told.claims), dict(place.told.header)
    yield place
    vars(place.told).update(kept)


def test_whoever_is_tied_to_an_account_is_signed_in_and_goes_where_they_wanted(office: Office) -> None:
    client = office.client()
    answer = office.signs_in(client, "/saved?lang=fr")
    assert (answer.status_code, answer.headers["location"]) == (303, "/saved?lang=fr")
    cookies = {one.partition("=")[0]: one for one in answer.headers.get_list("set-cookie")}
    assert all("HttpOnly" in one and "Secure" in one and "SameSite=lax" in one for one in cookies.values())
    assert "Max-Age=0" in cookies[PASS] and "Max-Age=0" in cookies[FORM] and len(client.cookies[COOKIE]) > 40
    assert "You are signed in as bob" in client.get("/me").text
    last = entries(office.register, 1)[0]
    assert (last.author, last.action, last.reason) == ("bob", "sign in", "signed in with the provider")


def test_the_page_offers_the_provider_and_its_form_may_lead_there_and_nowhere_else(office: Office) -> None:
    answer = office.client().get("/sign-in")
    assert "Sign in with the ministry" in answer.text
    assert f"form-action 'self' {office.told.issuer};" in answer.headers["content-security-policy"]
    assert "form-action 'self';" in office.client().get("/XXX/people").headers["content-security-policy"]
    plain = TestClient(create_app(Settings(register=office.settings.register)))
    page = plain.get("/sign-in")
    assert "/sign-in/provider" not in page.text
    assert "form-action 'self';" in page.headers["content-security-policy"]
    assert plain.get("/sign-in/back?code=x&state=y").status_code == 422


def test_what_is_asked_has_state_nonce_and_challenge_and_no_secret(office: Office) -> None:
    seen = []
    for _ in range(2):
        client = office.client()
        address = office.away(client)
        asked = parse_qs(urlsplit(address).query)
        assert asked["redirect_uri"] == [f"{HOME}/sign-in/back"]
        held = client.cookies[PASS].strip('"')
        assert held.partition(".")[0] not in address and SECRET not in address
        seen += [asked[name][0] for name in ("state", "nonce", "code_challenge")]
    assert len(set(seen)) == 6


def test_the_example_of_the_standard_has_its_challenge() -> None:
    """RFC 7636, appendix B."""
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    assert challenge(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def lie(**claims: Any) -> Callable[[Told], None]:
    return lambda told: told.claims.update(claims)


def forged(told: Told) -> None:
    told.signing = told.other  # under the name of the first


def of_another_key(told: Told) -> None:
    told.signing, told.header = told.other, {"alg": "ES256", "kid": "second"}


LIES: dict[str, Callable[[Told], None]] = {
    "forged": forged,
    "a key that it does not have": of_another_key,
    "signed with the secret that we share": Told.with_shared_secret,
    "another nonce": lie(nonce="another"),
    "no nonce": lie(nonce=None),
    "expired": lie(exp=int(time.time()) - 3600),
    "never expires": lie(exp=None),
    "of tomorrow": lie(iat=int(time.time()) + 86_400),
    "another issuer": lie(iss="https://elsewhere.example.org"),
    "another audience": lie(aud="another"),
    "several audiences without whose": lie(aud=[CLIENT, "another"]),
    "for another of several": lie(aud=[CLIENT, "another"], azp="another"),
    "no subject": lie(sub=None),
    "an empty subject": lie(sub="", email=""),
}
UNKNOWN: dict[str, Callable[[Told], None]] = {
    "somebody else": lie(sub="b-2", email="x@example.org"),
    "an address that nobody verified": lie(sub="b-2", email="eva@example.org", email_verified=False),
    "an address that says nothing of it": lie(sub="b-2", email="eva@example.org", email_verified=None),
    "verified as a word": lie(sub="b-2", email="eva@example.org", email_verified="true"),
    "a subject like an address": lie(sub="eva@example.org", email=None),
}


@pytest.mark.parametrize("name", [*LIES, *UNKNOWN])
def test_what_is_not_proven_or_nobodys_opens_nothing_and_is_in_the_log(office: Office, name: str) -> None:
    (LIES | UNKNOWN)[name](office.told)
    client = office.client()
    answer = office.signs_in(client)
    assert answer.status_code == 422 and COOKIE not in client.cookies
    assert ("cannot be proven" in answer.text) == (name in LIES)
    assert ("no open account here is yours" in answer.text) == (name in UNKNOWN)
    assert 'name="password"' in answer.text
    last = entries(office.register, 1)[0]
    assert (last.author, last.action, last.subject) == ("anybody", "failed sign-in", "?")


@pytest.mark.parametrize(
    "claims", [{"sub": "b-2", "email": "eva@example.org"}, {"aud": [CLIENT]}, {"azp": CLIENT}]
)
def test_what_is_proven_in_another_way_opens_too(office: Office, claims: dict[str, Any]) -> None:
    office.told.claims.update(claims)
    assert office.signs_in(office.client()).status_code == 303


def test_nobody_comes_back_whom_this_browser_did_not_send(office: Office) -> None:
    sent = office.told.grant(office.away(office.client()))
    client = office.client()
    assert "cannot be proven" in client.get(sent).text  # a browser that asked for nothing
    office.away(client)
    assert "cannot be proven" in client.get(sent).text  # or for another sign-in
    assert COOKIE not in client.cookies
    for address in ("/sign-in/back", "/sign-in/back?error=access_denied", "/sign-in/back?code=&state="):
        assert client.get(address).status_code == 422
    good = office.told.grant(office.away(client))
    assert client.get(f"{good}&iss=https://elsewhere.example.org").status_code == 422
    assert client.get(good).status_code == 303
    assert client.get(good).status_code == 422  # once


def test_the_form_that_leads_away_is_ours_and_leads_back_to_us_alone(office: Office) -> None:
    client = office.client()
    client.get("/sign-in")
    assert client.post("/sign-in/provider", data={"token": token_of("x")}).status_code == 422
    for to in ("https://evil.example", "//evil.example", "/\\evil.example"):
        assert office.signs_in(office.client(), to).headers["location"] == "/"


def test_a_provider_that_is_not_what_it_says_or_leads_elsewhere_is_told_beside_the_form(
    office: Office,
) -> None:
    for said in ({"issuer": "https://other.example"}, {"authorization_endpoint": "https://other.example/a"}):
        office.told.discovery = said
        fresh = TestClient(create_app(office.settings), base_url=HOME, follow_redirects=False)
        page = fresh.get("/sign-in").text
        token = re.findall(r'name="token" value="(\w+)"', page)[-1]
        answer = fresh.post("/sign-in/provider", data={"token": token, "to": "/me"})
        assert answer.status_code == 422 and "does not answer as it should" in answer.text
        office.told.discovery = {}


def test_new_keys_of_the_provider_are_asked_for(office: Office) -> None:
    assert office.signs_in(office.client()).status_code == 303
    office.told.key, before = office.told.other, office.told.key
    of_another_key(office.told)
    assert office.signs_in(office.client()).status_code == 303
    office.told.signing, office.told.header = before, {"alg": "ES256", "kid": "first"}
    assert office.signs_in(office.client()).status_code == 422


def test_an_account_that_is_closed_is_not_opened_by_the_provider(office: Office) -> None:
    change_member(office.register, "bob", Correction(close=True), "has left")
    try:
        assert "no open account here is yours" in office.signs_in(office.client()).text
    finally:
        change_member(office.register, "bob", Correction(("analyst",)), "is back")


def test_settings_that_are_not_whole_or_not_safe_are_refused_at_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = {"oidc_issuer": "https://id.example.org", "oidc_client": CLIENT, "address": HOME}
    made = provider_of(Settings(**good))  # type: ignore[arg-type]
    assert made and made.origin == "https://id.example.org" and provider_of(Settings()) is None
    secret = Settings(oidc_secret=SECRET, **good)  # type: ignore[arg-type]
    assert SECRET not in f"{secret} {provider_of(secret)}"
    for wrong, words in (
        ({"oidc_client": ""}, "set `oidc_issuer`"),
        ({"address": ""}, "set `oidc_issuer`"),
        ({"oidc_issuer": "http://id.example.org"}, "begins with https://"),
        ({"oidc_issuer": "file:///etc/passwd"}, "begins with https://"),
        ({"address": "http://socle.example.org"}, "begins with https://"),
        ({"oidc_secret_file": str(tmp_path / "none")}, "secret cannot be read"),
    ):
        with pytest.raises(Refusal, match=words):
            provider_of(Settings(**{**good, **wrong}))  # type: ignore[arg-type]
    monkeypatch.setitem(__import__("sys").modules, "joserfc", None)
    with pytest.raises(Refusal, match=r"opensocle\[oidc\]"):
        provider_of(Settings(**good))  # type: ignore[arg-type]


def test_a_provider_that_does_not_answer_is_told_in_words() -> None:
    with pytest.raises(Refusal, match="does not answer as it should"):
        Provider("http://127.0.0.1:9", CLIENT, SECRET, HOME).door("x")
