"""Notices call things by their names for whoever may know them, and by their ids for everybody else."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import update

from registry.notices.service import notify
from registry.records.tables.performers import Performer
from tests.registry.tampering import written
from tests.registry.web.conftest import Visitor
from tests.registry.web.seed import Judgement, Seed, missing

Visit = Callable[[str], Visitor]


@pytest.fixture
def found(desk: Any, people: Any, fake_matching: Any) -> tuple[str, str]:
    """Alice is asked for a consent and found in a file of Petra's: the consent and the check."""
    seed = Seed(desk, lambda: people.ursula)
    seed.verified(people.alice, "Alice", [fake_matching.picture("alice") for _ in range(3)])
    consent = seed.asked(people.petra, str(people.alice.performer_id), "PR-PETRA")
    picture = fake_matching.picture("alice")
    return consent, seed.checked(people.petra, "PR-PETRA", picture, [], Judgement("blocked", (missing("P1"),)))


def tell(desk: Any, message: str, **params: Any) -> None:
    with written(desk) as session:
        notify(session, message, **params)


def latest(visitor: Visitor) -> str:
    """The latest row of an inbox, as it is read, but for those that signing in adds."""
    rows = re.sub(r"\s+", " ", visitor.get("/inbox").text).split("<li")
    return next(row.split("</div>")[0] for row in rows if "</time>" in row and "Your account was signed in" not in row)


def test_who_may_know_what_a_notice_speaks_of_reads_its_name_and_its_id(
    visit: Visit, desk: Any, people: Any, found: tuple[str, str]
) -> None:
    consent, check = found
    alice, title = str(people.alice.performer_id), desk.productions.get(people.petra, "PR-PETRA").title
    file_name = desk.checks.get(people.petra, check).file_name
    tell(desk, "notice-check-found", performer=alice, check=check)
    tell(desk, "notice-member-references-parked", union="players-guild", performer_id=alice)
    tell(desk, "notice-check-redecided", production="PR-PETRA", check=check)
    ids = {}
    for name, words, of in (
        ("alice", f"a production checked: “{title}”", check),
        ("ursula", "The references of Alice are too similar", alice),
        ("petra", f"Check “{file_name}” was decided again", check),
    ):
        row = latest(visit(name))
        assert words in row
        sentence, small = row.split('<p class="soft small">')
        assert of not in sentence
        assert of in small
        ids[name] = row
    assert "Alice" not in ids["petra"], "no production is told whom its file shows"
    tell(desk, "notice-consent-given", performer=alice, consent=consent)
    tell(desk, "notice-consent-given", production="PR-PETRA", consent=consent)
    for name in ("alice", "petra"):
        assert f"Consent “Alice, {title}” has been given" in latest(visit(name)), "as on the list of consents"


@pytest.mark.attack("E.inbox")
def test_who_may_not_know_it_reads_the_id_alone(visit: Visit, desk: Any, people: Any, found: tuple[str, str]) -> None:
    consent, check = found
    alice, title = str(people.alice.performer_id), desk.productions.get(people.petra, "PR-PETRA").title
    file_name = desk.checks.get(people.petra, check).file_name
    for whom, name in (({"production": "PR-QUENTIN"}, "quentin"), ({"union": "stage-alliance"}, "victor")):
        for message, params, of in (
            ("notice-life-death", {"performer_id": alice}, alice),
            ("notice-check-redecided", {"check": check}, check),
            ("notice-consent-withdrawn", {"consent": consent}, consent),
        ):
            tell(desk, message, **whom, **params)
            row = latest(visit(name))
            assert of in row.split('<p class="soft small">')[0]
            assert not {"Alice", title, file_name} & set(re.split(r"[“”,.] ?| ", row))
    tell(desk, "notice-life-death", production="PR-PETRA", performer_id=alice)
    assert "Alice" not in latest(visit("petra")), "a name that the production did not give"
    with written(desk) as session:
        session.execute(update(Performer).where(Performer.id == alice).values(status="unverified"))
    tell(desk, "notice-check-redecided", performer=alice, check=check)
    assert title not in latest(visit("alice")), "nobody knows yet that it is her"
    desk.unions.end_membership(people.ursula, alice, "players-guild")
    tell(desk, "notice-member-left", union="players-guild", performer_id=alice)
    assert alice in latest(visit("ursula"))
    assert "Alice" not in latest(visit("ursula"))


def test_who_acts_for_a_performer_is_told_for_whom_by_name(visit: Visit, desk: Any, people: Any) -> None:
    alice = str(people.alice.performer_id)
    claim = desk.representations.claim(people.alice, people.accounts["nora"], alice, "manager", "contract")
    desk.representations.confirm(people.ursula, claim.id)
    people.accept("nora")
    page = visit("nora").get("/inbox").text
    assert "For Alice" in page
    assert f"For {alice}" not in page
