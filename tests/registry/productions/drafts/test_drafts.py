"""Drafts: begun, saved, resumed, dropped by their production; and the verdict before there is a file."""

import pytest
from sqlalchemy import select

from registry.core.errors import NotFound
from registry.core.permissions import Forbidden
from registry.desk import Desk
from registry.records.tables.checks import Check
from tests.registry.conftest import FakeMatching, People

PRINCIPLES = ("no_third_party_replication", "no_store_train", "secure_environment", "temporary_only",
              "no_unconsented_replacement")  # fmt: skip


def declared(*cast: dict[str, object], **asset: str) -> dict[str, object]:
    return {
        "production": "PR-PETRA",
        "unit": {"id": "SC1", "version": 1},
        "asset": {"stage": "ideation", "element": "moodboard"} | asset,
        "principles": dict.fromkeys(PRINCIPLES, "yes") | {"temporary_only": "no" if "stage" in asset else "yes"},
        "use": {"medium": "feature", "territory": "US", "language": "en", "content": [], "character": None,
                "scene": None, "alteration": None},
        "cast": list(cast),
        "others": {"treatment": "none", "role": "background", "performed_as_shown": False},
    }  # fmt: skip


def somebody(**named: str) -> dict[str, object]:
    return {"modalities": ["face"], "treatment": "replica_independent", "role": "principal",
            "performed_as_shown": False} | named  # fmt: skip


def test_a_draft_is_saved_listed_resumed_and_dropped(desk: Desk, people: People) -> None:
    draft = desk.drafts.begin(people.petra, "PR-PETRA", {"unit.id": "SC1"})
    desk.drafts.save(people.petra, draft.id, {"unit.id": "SC2"})
    assert [one.draft for one in desk.drafts.list_for(people.petra, "PR-PETRA")] == [{"unit.id": "SC2"}]
    assert desk.drafts.get(people.petra, draft.id).draft == {"unit.id": "SC2"}
    desk.drafts.drop(people.petra, draft.id)
    with pytest.raises(NotFound):
        desk.drafts.get(people.petra, draft.id)


def test_a_draft_is_its_productions_own(desk: Desk, people: People) -> None:
    draft = desk.drafts.begin(people.petra, "PR-PETRA", {})
    for act in (desk.drafts.get, desk.drafts.drop):
        with pytest.raises(NotFound):
            act(people.quentin, draft.id)
    with pytest.raises(Forbidden):
        desk.drafts.begin(people.quentin, "PR-PETRA", {})
    with pytest.raises(Forbidden):
        desk.drafts.list_for(people.ursula, "PR-PETRA")


def test_a_draft_is_sent_in_with_its_check_or_not_at_all(
    desk: Desk, people: People, fake_matching: FakeMatching
) -> None:
    def send(draft_id: str) -> str:
        with fake_matching.picture("alice").open("rb") as file:
            return desk.checks.register(people.petra, "PR-PETRA", file, "x.jpg", declared(), draft_id).id

    draft = desk.drafts.begin(people.petra, "PR-PETRA", {})
    check = send(draft.id)
    sent = desk.drafts.get(people.petra, draft.id)
    with desk.db.read() as session:
        assert (sent.sha256, sent.declared) == (
            session.get_one(Check, check).declaration_sha256, session.get_one(Check, check).declaration
        )  # fmt: skip
    other = desk.drafts.begin(people.quentin, "PR-QUENTIN", {})
    for draft_id in (other.id, "D-NOBODYS"):
        with pytest.raises(NotFound):
            send(draft_id)
    with desk.db.read() as session:
        assert session.scalars(select(Check.id)).all() == [check]
    assert len(list(desk.config.uploads.iterdir())) == 1


def test_the_outlook_of_a_mood_board_is_to_tell_the_contact(desk: Desk, people: People) -> None:
    assert desk.outlook.of(people.petra, declared())["verdict"] == "notify_only"


def test_the_outlook_without_consent_is_blocked(desk: Desk, people: People) -> None:
    performer = str(people.alice.performer_id)
    seen = desk.outlook.of(people.petra, declared(somebody(performer=performer), stage="final", element="performance"))
    assert seen["verdict"] == "blocked"


def test_the_outlook_tells_nobody_who_is_registered(desk: Desk, people: People) -> None:
    def of(name: str) -> object:
        seen = desk.outlook.of(people.petra, declared(somebody(name=name), stage="final", element="performance"))
        return str(seen).replace(name, "…")

    assert of("Alice") == of("Nobody Knows")
    assert "needs_approval" in str(of("Alice"))


def test_the_outlook_is_for_the_production_alone(desk: Desk, people: People) -> None:
    for other in (people.quentin, people.ursula, people.alice):
        with pytest.raises(Forbidden):
            desk.outlook.of(other, declared())
