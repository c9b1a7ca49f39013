"""Who somebody is, as a provider of OpenID Connect says it: the authorization code with PKCE, and its proofs.

OpenID Connect Core 1.0 (sections 3.1.2 and 3.1.3), Discovery 1.0 (section 4), RFC 7636 (PKCE, method S256) and
RFC 9207 (the issuer in the answer). What is secret of one sign-in comes from one secret of chance that the browser
holds: state, nonce and verifier follow from it, so that nothing is kept here.
"""

from __future__ import annotations

import hmac
import http.client
import json
import urllib.error
import urllib.request
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any, Final
from urllib.parse import quote, urlencode, urlsplit

from socle.ground.refusals import Refusal
from socle.ground.words import N_

ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures with a key that the provider alone has; never `none`, nor one made with the secret that we share."""

LARGEST: Final = 1_000_000  # bytes of an answer
PATIENCE: Final = 10  # seconds
LEEWAY: Final = 60  # seconds that two clocks may differ
LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
SCOPE: Final = "openid email"
NOT_PROVEN: Final = N_("What the provider says of you cannot be proven ({reason}): begin again.")
NO_ANSWER: Final = N_("The provider does not answer as it should ({reason}): try again, or use a password.")


@dataclass(frozen=True)
class Somebody:
    """Who has signed in there: the subject, and the e-mail if the provider has verified it."""

    subject: str
    email: str


@dataclass
class Provider:
    """A provider, known by its issuer; `back` is our address to which it sends people, as it was told to it."""

    issuer: str
    client: str
    secret: str = field(repr=False)
    back: str
    title: str = ""
    known: dict[str, Any] = field(default_factory=dict)  # what it said of itself, and its keys

    def __post_init__(self) -> None:
        for address in (self.issuer, self.back):
            _safe(address)
        try:
            import joserfc  # noqa: F401
        except ImportError:
            raise Refusal("Signing in with a provider needs more: install `opensocle[oidc]`.") from None

    @property
    def origin(self) -> str:
        """Its scheme, host and port."""
        return origin_of(self.issuer)

    def door(self, secret: str) -> str:
        """Where the browser goes to sign in."""
        asked = {
            "response_type": "code",
            "client_id": self.client,
            "redirect_uri": self.back,
            "scope": SCOPE,
            "state": derived(secret, "state"),
            "nonce": derived(secret, "nonce"),
            "code_challenge": challenge(derived(secret, "verifier")),
            "code_challenge_method": "S256",
        }
        address = self._endpoint("authorization_endpoint")
        if origin_of(address) != self.origin:
            raise Refusal(NO_ANSWER, reason="authorization_endpoint")  # forms of ours lead to no other host
        return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"

    def somebody(self, secret: str, said: Mapping[str, str], now: Callable[[], datetime]) -> Somebody:
        """Who came back with this answer (code, state, iss); refused where any of it is not proven."""
        state = said.get("state", "")
        if not secret or not hmac.compare_digest(state.encode(), derived(secret, "state").encode()):
            raise Refusal(NOT_PROVEN, reason="state")
        if said.get("iss", self.issuer) != self.issuer:
            raise Refusal(NOT_PROVEN, reason="iss")
        if not said.get("code"):
            raise Refusal("The provider did not sign you in: begin again, or use a password.")
        claims = self._claims(self._token(said["code"], secret), int(now().timestamp()))
        if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), derived(secret, "nonce").encode()):
            raise Refusal(NOT_PROVEN, reason="nonce")
        email = claims.get("email", "") if claims.get("email_verified") is True else ""
        return Somebody(str(claims["sub"]), str(email))

    def _token(self, code: str, secret: str) -> str:
        """The ID token for a code."""
        sent = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.back,
            "code_verifier": derived(secret, "verifier"),
        }
        headers = {}
        methods = self._discovered().get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        if self.secret and "client_secret_basic" in methods:
            pair = f"{quote(self.client, safe='')}:{quote(self.secret, safe='')}"
            headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
        else:
            sent |= {"client_id": self.client} | ({"client_secret": self.secret} if self.secret else {})
        answer = _asked(self._endpoint("token_endpoint"), urlencode(sent).encode(), headers)
        if not isinstance(token := answer.get("id_token"), str):
            raise Refusal(NO_ANSWER, reason="id_token")
        return token

    def _claims(self, token: str, now: int) -> Mapping[str, Any]:
        """What an ID token says, once its signature, issuer, audience and times are proven (Core, 3.1.3.7)."""
        from joserfc import jwt
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet

        registry = jwt.JWTClaimsRegistry(
            now,
            LEEWAY,
            iss={"essential": True, "value": self.issuer},
            aud={"essential": True, "value": self.client},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
        )
        for fresh in (False, True):  # keys change: once more with those of now
            try:
                keys = KeySet.import_key_set(self._keys(fresh=fresh))
                claims = jwt.decode(token, keys, algorithms=list(ALGORITHMS)).claims
                break
            except (JoseError, ValueError, KeyError, TypeError) as error:
                if fresh:
                    raise Refusal(NOT_PROVEN, reason=_reason(error)) from None
        try:
            registry.validate(claims)
        except (JoseError, ValueError, TypeError) as error:
            raise Refusal(NOT_PROVEN, reason=_reason(error)) from None
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if claims.get("azp", "" if several else self.client) != self.client:
            raise Refusal(NOT_PROVEN, reason="azp")
        return claims

    def _discovered(self) -> dict[str, Any]:
        """What the provider says of itself, asked once."""
        if "said" not in self.known:
            said = _asked(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
            if said.get("issuer") != self.issuer:
                raise Refusal(NO_ANSWER, reason="issuer")
            self.known["said"] = said
        found: dict[str, Any] = self.known["said"]
        return found

    def _endpoint(self, name: str) -> str:
        address = self._discovered().get(name)
        if not isinstance(address, str):
            raise Refusal(NO_ANSWER, reason=name)
        return _safe(address)

    def _keys(self, *, fresh: bool) -> Any:
        if fresh or "keys" not in self.known:
            self.known["keys"] = _asked(self._endpoint("jwks_uri"))
        return self.known["keys"]


def derived(secret: str, name: str) -> str:
    """What one sign-in needs under a name: nobody knows it who does not know its secret."""
    return _base64(hmac.new(secret.encode(), name.encode(), sha256).digest())


def challenge(verifier: str) -> str:
    """What the provider is told of the verifier before (RFC 7636, section 4.2)."""
    return _base64(sha256(verifier.encode()).digest())


def origin_of(address: str) -> str:
    """Scheme, host and port of an address."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _base64(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _safe(address: str) -> str:
    """An address under HTTPS, or of this machine."""
    parts = urlsplit(address)
    local = parts.scheme == "http" and parts.hostname in LOOPBACK
    if (
        not parts.hostname
        or not (parts.scheme == "https" or local)
        or not address.isprintable()
        or " " in address
    ):
        raise Refusal(
            "An address of or for the provider begins with https://, not `{text}`.", text=address[:80]
        )
    return address


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows nobody elsewhere: secrets are for the address that was asked."""

    def redirect_request(self, *_: Any) -> None:
        return None


def _asked(
    address: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """An answer of the provider, in JSON."""
    asked = urllib.request.Request(
        address, body, {"Accept": "application/json", "User-Agent": "socle", **(headers or {})}
    )
    try:
        with urllib.request.build_opener(_Stay).open(asked, timeout=PATIENCE) as answer:
            found = json.loads(answer.read(LARGEST))
    except urllib.error.HTTPError as error:
        error.close()
        raise Refusal(NO_ANSWER, reason=str(error.code)) from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Refusal(NO_ANSWER, reason=type(error).__name__) from None
    if not isinstance(found, dict):
        raise Refusal(NO_ANSWER, reason="JSON")
    return found


def _reason(error: Exception) -> str:
    """What is wrong with a token, as its library names it; never what stands in it."""
    return str(getattr(error, "error", "") or type(error).__name__)
