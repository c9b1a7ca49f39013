"""A provider of OpenID Connect on this machine, with keys made here, that a test can make lie."""

from __future__ import annotations

import json
import threading
import time
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, OctKey

from socle.exchange.openid import challenge

CLIENT, SECRET = "socle", "between us & nobody else"


class Told:
    """What the provider says of whoever signs in, and what it was asked."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self.key, self.other = (ECKey.generate_key("P-256", {"kid": one}) for one in ("first", "second"))
        self.signing: Any = self.key
        self.header: dict[str, str] = {"alg": "ES256", "kid": "first"}
        self.claims: dict[str, Any] = {"sub": "a-1", "email": "bob@example.org", "email_verified": True}
        self.discovery: dict[str, Any] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[str] = []

    def grant(self, address: str) -> str:
        """What a person does who is sent here: signs in, and goes back with a code. The address to go back to."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert (asked["response_type"], asked["client_id"]) == ("code", CLIENT)
        assert asked["code_challenge_method"] == "S256" and "openid" in asked["scope"].split()
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?code={code}&state={asked['state']}"

    def token(self, sent: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """The tokens for a code, once and for who proves that the code is theirs."""
        pair = b64decode(authorization.removeprefix("Basic ")).decode()
        asked = self.codes.pop(sent["code"], None)
        proven = (
            asked is not None
            and pair == f"{CLIENT}:between%20us%20%26%20nobody%20else"
            and challenge(sent["code_verifier"]) == asked["code_challenge"]
            and sent["redirect_uri"] == asked["redirect_uri"]
        )
        if not proven or asked is None:
            return None
        now = int(time.time())
        usual = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
        claims = {name: value for name, value in (usual | self.claims).items() if value is not None}
        signed = jwt.encode(self.header, claims, self.signing, algorithms=[self.header["alg"]])
        return {"access_token": "x", "token_type": "Bearer", "id_token": signed}

    def answer(self, path: str) -> dict[str, Any] | None:
        """What it says of itself."""
        if path == "/.well-known/openid-configuration":
            known = {"issuer": self.issuer, "authorization_endpoint": f"{self.issuer}/authorize"}
            known |= {"token_endpoint": f"{self.issuer}/token", "jwks_uri": f"{self.issuer}/keys"}
            return known | self.discovery
        if path == "/keys":
            return {"keys": [self.key.as_dict(private=False)]}
        return None

    def with_shared_secret(self) -> None:
        """From now on it signs with what both know: whoever has read our settings could."""
        self.signing, self.header = OctKey.import_key(SECRET), {"alg": "HS256"}


@contextmanager
def provider() -> Iterator[Told]:
    """One that answers until the end."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.asked.append(self.path)
            self._send(told.answer(self.path))

        def do_POST(self) -> None:
            told.asked.append(self.path)
            raw = self.rfile.read(int(self.headers["Content-Length"])).decode()
            sent = {name: values[0] for name, values in parse_qs(raw).items()}
            self._send(told.token(sent, self.headers.get("Authorization", "")))

        def _send(self, found: dict[str, Any] | None) -> None:
            body = json.dumps(found if found is not None else {"error": "invalid_grant"}).encode()
            self.send_response(200 if found is not None else 400)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    told = Told(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
