"""The pictures that performers are shown of themselves: nobody reaches anybody else's, by whatever number."""

from typing import Any

import pytest

from registry.core.errors import NotFound
from registry.people.accounts.offices import Office
from registry.records.performers import IdentityStanding
from registry.records.tables.performers import Performer
from tests.registry.checks.conftest import as_replica
from tests.registry.conftest import written_down
from tests.registry.reviews.conftest import pixels
from tests.registry.web.conftest import ORIGIN, Visitor, app, visit

__all__ = ["app", "pixels", "visit"]


@pytest.fixture
def asked(studio: Any, verified_alice: Any, shows: Any) -> Any:
    """A check that found Alice and waits for her approval."""
    studio.consent(verified_alice, "alice", per_use_approval=True)
    return studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))


def answers(visitor: Visitor, check: str) -> set[int]:
    return {visitor.get(f"/checks/{check}/own/{number}").status_code for number in (0, 1, 2, 3, 99)}


@pytest.mark.attack("E.own_picture_others")
@pytest.mark.parametrize("name", ["bob", "victor", "petra", "quentin", "ada", "nora"])
def test_another_performer_union_production_or_operator_sees_none(visit: Any, asked: Any, name: str) -> None:
    assert answers(visit(name), asked.id) <= {403, 404}


@pytest.mark.attack("E.own_picture_guessed")
def test_a_guessed_check_is_a_missing_one_and_nobody_sees_it_signed_out(app: Any, visit: Any, asked: Any) -> None:
    alice = visit("alice")
    assert alice.get(f"/checks/{asked.id}/own/1").status_code == 200
    assert alice.get("/checks/K-2222222222/own/1").status_code == 404
    assert alice.get(f"/checks/{asked.id}/own/2").status_code == 404
    assert alice.get(f"/checks/{asked.id}/own/-1").status_code == 404
    assert app.test_client().get(f"/checks/{asked.id}/own/1", base_url=ORIGIN).status_code in (302, 303, 401)


@pytest.mark.attack("E.own_picture_unconfirmed")
def test_whose_identity_is_not_confirmed_sees_none(desk: Any, people: Any, visit: Any, asked: Any) -> None:
    assert desk.own_pictures.piece(people.alice, asked.id, 1)
    with desk.db.write() as session:
        session.get_one(Performer, people.alice.performer_id).status = IdentityStanding.UNVERIFIED
        session.info["recorded"] = True
    with pytest.raises(NotFound):
        desk.own_pictures.piece(people.alice, asked.id, 1)
    assert answers(visit("alice"), asked.id) == {404}


@pytest.mark.attack("E.own_picture_two_hats")
def test_who_makes_the_film_sees_it_as_its_maker_also_where_they_are_in_it(
    desk: Any, people: Any, studio: Any, asked: Any
) -> None:
    written_down(desk, people.accounts["alice"], Office.MEMBER, studio.production)
    with pytest.raises(NotFound):
        desk.own_pictures.piece(people.alice, asked.id, 1)


@pytest.mark.attack("E.own_picture_forgotten")
def test_nothing_is_left_of_it_for_anybody_once_she_is_forgotten(
    desk: Any, people: Any, visit: Any, asked: Any
) -> None:
    names = [path.stem for path in desk.config.keystore.glob("Y-*")]
    assert names
    desk.performers.forget(people.alice, people.alice.performer_id)
    assert [path for path in desk.config.keystore.iterdir() if path.stem in names] == []
    for name in ("alice", "ursula", "petra"):
        assert answers(visit(name), asked.id) <= {403, 404}


@pytest.mark.attack("E.own_picture_served")
def test_it_is_never_stored_by_a_browser_nor_taken_for_anything_else(visit: Any, asked: Any) -> None:
    served = visit("alice").get(f"/checks/{asked.id}/own/1")
    assert served.mimetype == "image/jpeg"
    assert served.headers["Cache-Control"] == "no-store"
    assert served.headers["X-Content-Type-Options"] == "nosniff"
