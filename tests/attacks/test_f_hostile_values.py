"""F: whatever is sent in a field that a page has, or behind an address, is refused in words and breaks nothing."""

import re
from typing import Any

import pytest

from tests.registry.web.conftest import app, visit
from tests.registry.web.routes import TABLE
from tests.registry.web.test_routes import fill, records

__all__ = ["app", "records", "visit"]

NAMES = re.compile(r'<(?:input|select|textarea|button)[^>]*\bname="([^"]+)"')
ASKED = (
    "q",
    "sort",
    "page",
    "kind",
    "state",
    "whom",
    "check",
    "row",
    "next",
    "back",
    "dimension",
    "office",
    "after",
    "verdict",
)
HOSTILE = (
    "", "\x00", "x" * 5000, "99999999999999999999", "\u202e\U0001f600", "../../etc/passwd", "2026-02-30", "9999-12-31", "%00%ff",
)  # fmt: skip


@pytest.mark.attack("F.hostile_values")
@pytest.mark.slow
@pytest.mark.trial
@pytest.mark.parametrize("role", ["alice", "ursula", "petra", "ada"])
def test_no_value_in_any_field_of_a_page_breaks_it(role: str, visit: Any, records: dict[str, str]) -> None:
    visitor = visit(role).prove()
    mine = [row for row in TABLE if role in row.allowed and "sign-out" not in row.rule and "/sessions" not in row.rule]
    names: set[str] = set()
    broken = {}
    for row in mine:
        method, path = fill(row.rule, records).split(" ")
        if method != "GET":
            continue
        for value in HOSTILE:
            answer = visitor.client.get(
                path, query_string=dict.fromkeys(ASKED, value), base_url="http://localhost:8000"
            )
            if answer.status_code >= 500:
                broken[row.rule, value[:20]] = answer.status_code
        names |= set(NAMES.findall(visitor.get(path).get_data().decode(errors="replace")))
    names -= {"csrf_token", "last"}
    for row in mine:
        method, path = fill(row.rule, records).split(" ")
        if method == "GET" or path in ("/password", "/second-factor/remove"):
            continue
        for value in HOSTILE:
            answer = visitor.post(path, dict.fromkeys(names, value))
            if answer.status_code >= 500:
                broken[row.rule, value[:20]] = answer.status_code
    assert broken == {}
