"""The list of reviews names whoever may answer, and decrypts nothing."""

from typing import Any

from sqlalchemy import select

from registry.core.paging import PageRequest
from registry.core.permissions import Permission, could
from registry.records.tables.reviews import Review
from registry.reviews import crops
from registry.reviews.entitled import standing_of
from registry.reviews.queue import ReviewQuestion
from tests.registry.checks.conftest import as_replica

NAMES = ("alice", "bob", "ursula", "victor", "petra", "nora")


def assert_entitled(desk: Any, everybody: list[Any]) -> int:
    found = 0
    for who in everybody:
        if not could(who, Permission.REVIEW_READ):
            continue
        with desk.db.look() as session:
            waiting = session.scalars(select(Review).where(Review.answered_at.is_(None))).all()
            able = {review.id for review in waiting if standing_of(session, who, review)}
        assert {row.id for row in desk.review_lists.waiting(who, size=1000).rows} == able
        found += len(able)
    return found


def test_each_list_names_what_its_viewer_is_entitled_to_answer(
    desk: Any, studio: Any, people: Any, account: Any, shows: Any, verified_alice: Any, verified_bob: Any
) -> None:
    una, neil, both = account("una", "players-guild"), account("neil", neutral=True), account("vera", "players-guild")
    desk.accounts.grant_union(people.victor, people.accounts.get("vera") or both().account_id, "stage-alliance")
    (offer,) = desk.offers.waiting(both())
    desk.offers.accept(both(), offer.id)
    claim = desk.representations.claim(people.alice, una().account_id, verified_alice.id, "manager", "a contract")
    (offer,) = desk.offers.waiting(una())
    desk.offers.accept(una(), offer.id)
    desk.representations.confirm(people.ursula, claim.id)
    check = studio.check(shows("alice~0.5"), studio.declare(as_replica(verified_alice.id)))
    dora = desk.performers.register(people.victor, "Dora", unions=["stage-alliance"]).id  # a member of no union yet
    with desk.db.write() as session:
        for number, (kind, performer) in enumerate(
            (kind, performer)
            for kind in ("possible", "not_found", "match", "again")
            for performer in (verified_alice.id, verified_bob.id, dora)
        ):
            question = ReviewQuestion(kind, f"A{20 + number}", performer)
            desk.review_queue.open(session, "system", check.id, question, desk.clock())
    everybody = [*(people.__getattr__(name) for name in NAMES), una(), neil(), both()]
    assert assert_entitled(desk, everybody) > 20
    by_kind = {row.kind: row.id for row in desk.review_lists.waiting(people.ursula, size=1000).rows}
    desk.reviews.answer(people.ursula, by_kind["again"], "cannot_tell", "too_little_seen")
    desk.reviews.answer(people.ursula, by_kind["match"], "cannot_tell", "too_little_seen")
    assert_entitled(desk, [*(people.__getattr__(name) for name in NAMES), una(), neil(), both()])
    desk.unions.confirm_membership(people.victor, dora, "stage-alliance")
    assert_entitled(desk, [*(people.__getattr__(name) for name in NAMES), una(), neil(), both()])


def test_nothing_is_decrypted_to_be_listed(
    desk: Any, studio: Any, people: Any, shows: Any, verified_alice: Any, monkeypatch: Any, clock: Any
) -> None:
    studio.check(shows("alice~0.5"), studio.declare(as_replica(verified_alice.id)))
    opened: list[str] = []
    monkeypatch.setattr(crops, "open_crop", lambda *_args, **options: opened.append(options["review_id"]))
    (row,) = desk.review_lists.waiting(people.ursula).rows
    assert (row.performer, row.kind, row.overdue) == ("Alice", "possible", False)
    assert opened == []
    clock.forward(days=30)
    (late,) = desk.review_lists.waiting(people.ursula, PageRequest(chosen={"due": "overdue"})).rows
    assert late.overdue
    assert desk.review_lists.waiting(people.ursula, PageRequest(search="nobody")).count == 0
