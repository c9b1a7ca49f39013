"""The whole API asked at random as its description allows, and as it does not: it never breaks, and keeps its word."""

from __future__ import annotations

import os

import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import (
    not_a_server_error,
)
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from socle.web.app import create_app
from socle.web.settings import Settings

MANY = 10_000_000
EXAMPLES = int(os.environ.get("SOCLE_FUZZ", "2"))  # of each operation; hundreds find what is rare
APP = create_app(Settings(reads_a_minute=MANY, writes_a_minute=MANY))
SCHEMA = schemathesis.openapi.from_asgi("/api/openapi.json", APP)
SCHEMA.config.phases.coverage.enabled = EXAMPLES > 10  # a thousand cases more, and a minute
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@SCHEMA.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=EXAMPLES <= 10,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_no_request_breaks_the_api_and_answers_are_as_described(case: schemathesis.Case) -> None:
    case.call_and_validate(checks=CHECKS)
