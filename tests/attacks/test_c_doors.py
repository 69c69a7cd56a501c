"""What the doors beside a check's answer tell a production of somebody of whom it holds nothing."""

import json
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from registry.core.errors import Conflict, NotFound
from registry.records.tables.ledger import Notice
from registry.records.tables.performers import Dispute
from tests.registry.checks.conftest import as_replica
from tests.registry.conftest import enrol

__all__ = ["enrol"]

NOBODY = "P-2222222222"


def named(name: str) -> dict[str, Any]:
    return {key: value for key, value in as_replica("").items() if key != "performer"} | {"name": name}


def seen(studio: Any, view: Any) -> str:
    """Everything that Petra sees of a check, but for ids and moments."""
    petra = studio.people.petra
    now = studio.desk.checks.get(petra, view.id)
    receipt = studio.desk.checks.receipt(petra, view.id)
    told = {key: receipt[key] for key in ("status", "verdict", "reasons", "duties", "persons", "consents", "versions")}
    looks = studio.desk.comparisons.of(petra, view.id)
    waiting = [(one.kind, one.person, one.verdict) for one in studio.desk.waiting_lists.page(petra).rows]
    flags = (now.state, now.status, now.verdict, now.stale, now.file_kept, now.has_receipt, now.continued)
    return json.dumps([now.result, flags, told, str(looks), sorted(set(waiting), key=str), len(json.dumps(told))])


def notices(studio: Any) -> int:
    with studio.desk.db.read() as session:
        return len(session.scalars(select(Notice).where(Notice.production_id == studio.production)).all())


@pytest.mark.attack("C1.every-door")
def test_looks_waits_receipt_and_file_tell_nothing_of_a_name(studio: Any, verified_alice: Any, shows: Any) -> None:
    content = shows("stranger")
    views = [studio.check(content, studio.declare(named(name))) for name in ("Alice", "Bob", "Nobody At All")]
    assert len({seen(studio, view) for view in views}) == 1


@pytest.mark.parametrize("whom", ["id", "name"])
@pytest.mark.attack("C1.change-afterwards")
def test_what_becomes_of_somebody_does_not_show_in_an_older_check(
    studio: Any, people: Any, verified_alice: Any, shows: Any, whom: str, clock: Any
) -> None:
    draft = studio.draft(verified_alice.id)
    declared = as_replica(verified_alice.id) if whom == "id" else named("Alice")
    view = studio.check(shows("alice"), studio.declare(declared))
    before, receipt, told = seen(studio, view), studio.desk.checks.receipt(people.petra, view.id), notices(studio)

    def nothing_shows() -> None:
        for _ in range(2):  # while the decision is due, and when it was made again
            assert seen(studio, view) == before
            assert studio.desk.checks.receipt(people.petra, view.id) == receipt
            assert receipt["receipt_id"] not in json.dumps(studio.desk.status.stale_list())
            assert notices(studio) == told
            studio.desk.redecider.run_due()

    studio.desk.consents.refuse(people.alice, draft)
    nothing_shows()
    studio.desk.preferences.set(people.alice, verified_alice.id, "prohibited")
    nothing_shows()
    studio.desk.lives.record(people.ursula, verified_alice.id, "death", date(2026, 10, 1), "certificate seen")
    nothing_shows()


@pytest.mark.attack("C1.appeal")
def test_whom_one_may_doubt_does_not_tell_who_is_registered(studio: Any, verified_alice: Any, shows: Any) -> None:
    for name in ("Alice", "Nobody At All"):
        view = studio.check(shows("stranger"), studio.declare(named(name)))
        with pytest.raises(Conflict, match="review-nothing-to-doubt"):
            studio.desk.appeals.appeal(studio.people.petra, view.id, "P2", "other_person_filmed")
        with pytest.raises(NotFound):
            studio.desk.appeals.appeal(studio.people.petra, view.id, "P7", "other_person_filmed")


@pytest.mark.attack("C1.draft")
def test_who_cannot_be_asked_yet_reads_like_nobody(studio: Any, people: Any) -> None:
    for performer in (people.bob.performer_id, NOBODY):  # Bob has no key
        with pytest.raises(NotFound):
            studio.draft(performer)


@pytest.mark.attack("C1.outlook")
def test_an_outlook_tells_nothing_of_an_id(studio: Any, people: Any, verified_alice: Any) -> None:
    studio.desk.preferences.set(people.alice, verified_alice.id, "prohibited")

    def told(performer: str) -> str:
        declared = studio.declare(as_replica(performer), unit={"id": "SH1", "version": 1})
        return json.dumps(studio.desk.outlook.of(people.petra, declared)).replace(performer, "P-ASKED")

    assert told(verified_alice.id) == told(people.bob.performer_id) == told(NOBODY)


@pytest.mark.attack("C1.explanation")
def test_the_chain_of_rules_tells_nothing_of_a_name(studio: Any, people: Any, verified_alice: Any, shows: Any) -> None:
    studio.desk.preferences.set(people.alice, verified_alice.id, "prohibited")
    views = [studio.check(shows("stranger"), studio.declare(named(name))) for name in ("Alice", "Nobody At All")]
    assert len({str(studio.desk.explanations.of(people.petra, view.id)) for view in views}) == 1


def own_view(desk: Any, who: Any, enrolled: Any) -> tuple[Any, ...]:
    card = desk.performers.card(who, who.performer_id)
    heard = [notice.message for notice in desk.notices.about(who, performer_id=who.performer_id).rows]
    card = (card.standing, card.templates, card.parked, card.disputed, card.waits)
    return len(enrolled.accepted), enrolled.disputed, enrolled.parked, card, sorted(heard)


@pytest.mark.attack("C1.self-enrolment")
def test_enrolling_with_somebody_s_picture_tells_nothing(
    desk: Any, people: Any, verified_alice: Any, enrol: Any
) -> None:
    fresh = own_view(desk, people.bob, enrol("bob", face="someone-new"))
    desk.performers.forget(people.bob, people.bob.performer_id)
    claim = own_view(desk, people.bob, enrol("bob", face="alice"))
    with desk.db.read() as session:
        assert session.scalars(select(Dispute)).one().claimant_id == people.bob.performer_id
    assert claim[:4] == fresh[:4]
    assert "notice-dispute-opened" not in claim[4]
    assert "notice-dispute-opened" in own_view(desk, people.alice, enrol("alice"))[4]


@pytest.mark.attack("C1.squatter")
def test_who_enrolled_a_face_first_is_not_told_when_its_owner_comes(desk: Any, people: Any, enrol: Any) -> None:
    squatter = own_view(desk, people.bob, enrol("bob", face="alice"))
    enrol("alice")
    card = desk.performers.card(people.bob, people.bob.performer_id)
    assert (card.standing, card.disputed, card.waits) == (squatter[3][0], False, False)
    assert not any(
        "dispute" in one.message for one in desk.notices.about(people.bob, performer_id=card.performer.id).rows
    )
