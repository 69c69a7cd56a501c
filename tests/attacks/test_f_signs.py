"""Signs that nobody types: whatever stands in an address or a form is looked for or refused, and no page breaks over it."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest

from registry.core.config import Config
from registry.core.days import end_of_day, in_zone, start_of_day
from registry.core.errors import Invalid
from registry.desk import Desk
from registry.records import tables as models
from registry.serving.app import create_app
from tests.registry.api.conftest import Program
from tests.registry.checks.conftest import as_replica
from tests.registry.conftest import THRESHOLDS, move_in
from tests.registry.web.conftest import Visitor

PRODUCTION = "PR-PETRA"
ASKED = "?" + "&".join(f"{name}=a%00b" for name in ("page", "q", "row", "check", "unit", "clause", "sort", "verdict"))
OF_A_LIST = (">a\rb", ">\n", ">s:\0~s:\0", ">dt:2026-01-01~i:" + "9" * 30, ">" + "s:" + "a" * 3000, "<", "%")
ROWS = ("²", "-1", "9" * 5000, "\0", "1e3", "٠")


@pytest.fixture
def on_postgres(postgres_url: str, tmp_path: Path, clock: Any, fast_hasher: Any, fake_matching: Any) -> Iterator[Desk]:
    config = Config(home=tmp_path / "elsewhere", database_url=postgres_url)
    config.home.mkdir()
    desk = Desk(config, clock, hasher=fast_hasher, examine=fake_matching.examine, thresholds=THRESHOLDS)
    models.Base.metadata.create_all(desk.db.engine)
    yield desk
    desk.close()


@pytest.fixture
def petra(desk: Desk, people: Any) -> Visitor:
    app = create_app(desk)
    app.testing = False  # refusals are pages, as for everybody
    return Visitor(app.test_client()).sign_in("petra")


@pytest.mark.postgres
@pytest.mark.attack("F.signs_in_addresses")
def test_no_address_breaks_over_a_sign_that_the_database_does_not_take(on_postgres: Desk) -> None:
    app = create_app(on_postgres)
    app.testing = False
    move_in(on_postgres)
    petra = Visitor(app.test_client()).sign_in("petra")
    program = Program(app.test_client(), on_postgres.tokens.create(petra_of(on_postgres), "pipeline")[1])
    stranger = Visitor(app.test_client())
    answers = [(path, petra.get(path)) for path in addresses(app)]
    answers += [
        (path, program.get(path.removeprefix("/api/v1"))) for path in addresses(app) if path.startswith("/api/v1")
    ]
    answers.append(("a stranger's", stranger.get("/verify/%00")))
    assert len(answers) > 100
    assert [path for path, answer in answers if answer.status_code >= 500] == []
    sent = petra.post(f"/productions/{PRODUCTION}/drafts/new", {"unit.id": "a\0b", "use.medium": "\0"})
    assert sent.status_code < 500


def addresses(app: Any) -> Iterator[str]:
    """Each page, and each address for programs, with the sign in the place of every id, and of all but the production's; and
    behind the question mark."""
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods and not rule.endpoint.endswith("static"):
            for production in ("a%00b", PRODUCTION) if "production_id" in rule.arguments else ("",):
                path = rule.rule.replace("<production_id>", production)
                yield re.sub(r"<[^>]+>", "a%00b", path) + ASKED


def petra_of(desk: Desk) -> Any:
    return desk.accounts.identity(desk.accounts.by_email("petra@example.org").id)


@pytest.mark.attack("F.signs_in_bookmarks")
def test_a_page_of_a_list_that_nobody_named_is_the_first(petra: Visitor) -> None:
    lists = (f"/productions/{PRODUCTION}/checks", f"/productions/{PRODUCTION}/consents", "/notices")
    assert [petra.get(path).status_code for path in lists] == [200, 200, 200]
    tried = [f"{path}?page={quote(page)}" for path in lists for page in OF_A_LIST]
    assert [path for path in tried if petra.get(path).status_code != 200] == []


@pytest.mark.attack("F.signs_in_rows")
def test_a_row_that_no_check_has_fills_in_nothing(studio: Any, verified_alice: Any, shows: Any, petra: Visitor) -> None:
    check = studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
    form = f"/productions/{studio.production}/consents/new?check={check.id}&row="
    assert verified_alice.id in petra.get(f"{form}0").text
    for row in ROWS:
        answer = petra.get(form + quote(row))
        assert (row, answer.status_code, verified_alice.id in answer.text) == (row, 200, row == "٠")


@pytest.mark.attack("F.signs_in_notes")
def test_a_note_hides_and_turns_round_nothing(desk: Desk, people: Any) -> None:
    for text in ("a\0b", "see \u202egpj.exe", "approved\u200b", "\x1b[31mred", "two\nlines\x07"):
        with pytest.raises(Invalid) as refused:
            desk.notes.write(people.petra, PRODUCTION, "SC1", text)
        assert refused.value.fields == {"text": "note-hidden-characters"}
    assert desk.notes.write(
        people.petra, PRODUCTION, "SC1", "Größer, bitte.\n\nUnd: \u05d0\u05d1 \U0001f468\u200d\U0001f469"
    )


@pytest.mark.attack("F.signs_in_receipt_ids")
def test_what_is_longer_than_any_receipts_name_is_no_receipt(petra: Visitor) -> None:
    assert petra.get("/verify/RC-AAAAAAAAAA").status_code == 200
    assert petra.get("/verify/" + "A" * 3000).status_code == 404


@pytest.mark.attack("F.end_of_time")
def test_a_term_at_the_end_of_the_calendar_is_one_like_others(
    studio: Any, verified_alice: Any, shows: Any, petra: Visitor
) -> None:
    given = studio.consent(verified_alice, "alice", valid_from="9999-12-30", valid_until="9999-12-31")
    check = studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
    assert check.verdict == "blocked"
    paths = (f"/checks/{check.id}", f"/consents/{given}", f"/productions/{studio.production}/consents")
    assert [petra.get(path).status_code for path in paths] == [200, 200, 200]


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Europe/Berlin", "Etc/GMT+12"])
@pytest.mark.attack("F.end_of_time")
def test_no_day_lies_outside_the_calendar_of_any_zone(zone: str) -> None:
    here = ZoneInfo(zone)
    for day in (date.min, date.max):
        assert in_zone(start_of_day(day, here), here)
        assert in_zone(end_of_day(day, here), here)
