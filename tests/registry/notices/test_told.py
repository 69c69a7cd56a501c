"""docs/told.md: every event has its line, and every notice of the code stands in it with whom it is to."""

import ast
import re
from collections.abc import Iterator

from registry.notices.kinds import KINDS
from registry.records.events import EventKind
from tests.common.pages import CODE, code, page, rows
from tests.common.parts import PROJECT

WHOM = ("performer", "union", "production", "account")
TABLE = {code(event): (CODE.findall(notices), whom) for event, notices, whom in rows(page("docs/told.md"))}


def calls() -> Iterator[tuple[str, set[str]]]:
    """(message, to whom) of every notice whose message stands where it is written."""
    for path in sorted((PROJECT / "registry").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
            if name != "notify" or len(node.args) < 2 or not isinstance(node.args[1], ast.Constant):
                continue
            yield str(node.args[1].value), {word.arg for word in node.keywords if word.arg in WHOM}


def test_every_event_has_its_line_and_no_line_another_event() -> None:
    silent = set(CODE.findall(page("docs/told.md").partition("Nobody is told of these")[2]))
    assert set(TABLE) | silent == set(map(str, EventKind))
    assert not set(TABLE) & silent


def test_every_notice_stands_in_the_table_and_none_besides() -> None:
    assert {message for messages, _whom in TABLE.values() for message in messages} == set(KINDS)


def test_the_table_names_everybody_to_whom_the_code_writes() -> None:
    found = list(calls())
    assert len(found) > 60
    for message, whom in found:
        assert message in KINDS, message
        said = " ".join(words for messages, words in TABLE.values() if message in messages)
        for one in whom:
            assert re.search(rf"\b{one}\b", said), f"{message} is written to a {one}"
