"""What the registry knows, a declaration does not talk away."""

from datetime import date
from typing import Any

import pytest

from registry.checks.viewed import exit_status
from registry.records.tables.checks import Check
from tests.registry.checks.conftest import a_scope, as_replica


def case_of(studio: Any, view: Any) -> dict[str, Any]:
    with studio.desk.db.read() as session:
        return dict((session.get_one(Check, view.id).case or {})["case"])


def named(name: str, **changes: Any) -> dict[str, Any]:
    return {key: value for key, value in as_replica("").items() if key != "performer"} | {"name": name} | changes


@pytest.mark.parametrize(
    "word", [{"life": "deceased"}, {"life": "deceased", "died": "1960-01-01"}, {"died": "2026-10-01"}]
)
@pytest.mark.parametrize("prominence", ["fleeting", "incidental"])
@pytest.mark.attack("A5.dead-by-declaration")
def test_somebody_who_lives_is_not_declared_dead(
    studio: Any, verified_alice: Any, shows: Any, word: dict[str, str], prominence: str
) -> None:
    asset = {"stage": "final", "element": "performance", "prominence": prominence}
    view = studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id, **word), asset=asset))
    assert exit_status(view) == 1
    person = case_of(studio, view)["persons"][0]
    assert (person["life"], person["died"]) == ("living", None)


@pytest.mark.attack("A5.dead-by-declaration-cleared")
def test_a_death_that_nobody_has_recorded_is_settled_by_the_union_before_anything_is_released(
    studio: Any, people: Any, verified_alice: Any, shows: Any
) -> None:
    studio.consent(verified_alice, "alice", survives_death="yes")
    content = shows("alice")
    said = studio.declare(as_replica(verified_alice.id, life="deceased", died="2026-10-05"))
    view = studio.check(content, said)
    assert exit_status(view) == 3
    (reason,) = [r for r in view.result["persons"][0]["reasons"] if r["message"] == "check.death-not-on-record"]
    assert reason["remedy"]["ask"] == "union:players-guild"
    studio.desk.lives.record(people.ursula, verified_alice.id, "death", date(2026, 10, 5), "certificate seen")
    assert exit_status(studio.desk.checks.get(people.petra, view.id)) == 0


@pytest.mark.parametrize("word", [{"minor": True}, {"age": 12}, {"minor": True, "age": 12}])
@pytest.mark.attack("A5.minor-by-declaration")
def test_an_adult_is_made_no_minor_so_that_a_guardian_s_paper_counts(
    desk: Any, studio: Any, people: Any, verified_alice: Any, shows: Any, word: dict[str, Any]
) -> None:
    from consent.canonical import to_base64url
    from consent.signature import new_key, sign

    claim = desk.representations.claim(
        people.alice, people.accounts["nora"], verified_alice.id, "guardian", "old paper"
    )
    desk.representations.confirm(people.ursula, claim.id)
    key = new_key("nora")
    desk.performers.add_key(people.nora, verified_alice.id, "ed25519", to_base64url(key.public))
    desk.performers.verify(people.ursula, verified_alice.id, "Alice", key.fingerprint, "met in person")
    drafted = desk.consents.draft(
        people.petra, verified_alice.id, studio.production, a_scope(studio.production), signer_role="guardian"
    ).id
    message = desk.consents.document_bytes(people.nora, drafted)
    desk.consents.add_signature(people.nora, drafted, sign(key, message, "signer").as_dict())
    studio.countersigned(drafted)
    content = shows("alice")
    assert exit_status(studio.check(content, studio.declare(as_replica(verified_alice.id, **word)))) in (1, 3)
    desk.lives.record(people.ursula, verified_alice.id, "birth", date(1990, 1, 1), "certificate seen")
    view = studio.check(content, studio.declare(as_replica(verified_alice.id, **word)))
    assert exit_status(view) == 1
    person = case_of(studio, view)["persons"][0]
    assert (person["minor"], person["age"]) == (False, None)


@pytest.mark.parametrize(
    "treatment", ["none", "tiling", "processing", "synthetic_with_features", "likeness_of_real_person"]
)
@pytest.mark.parametrize(
    "modality", ["name", *(pytest.param(one, marks=pytest.mark.trial) for one in ("voice", "face"))]
)
@pytest.mark.attack("A5.named-alone")
def test_a_real_name_in_the_cast_clears_nothing_and_tells_nothing(
    studio: Any, verified_alice: Any, shows: Any, treatment: str, modality: str
) -> None:
    more = {"features": ["nose"]} if treatment == "synthetic_with_features" else {}
    content = shows("stranger")

    def said(name: str) -> Any:
        one = named(name, treatment=treatment, modalities=[modality], **more)
        view = studio.check(content, studio.declare(one))
        return exit_status(view), [(p["answer"], p["verdict"], p["reasons"]) for p in view.result["persons"]]

    assert said("Alice") == said("Nobody Whom Anybody Knows")
    assert said("Alice")[0] in (1, 3)


@pytest.mark.attack("A5.id-of-a-stranger")
def test_whether_an_id_lives_is_of_age_or_exists_does_not_show_without_a_paper(
    desk: Any, studio: Any, people: Any, verified_alice: Any, verified_bob: Any, shows: Any
) -> None:
    desk.lives.record(people.ursula, verified_bob.id, "death", date(2020, 1, 1), "certificate seen")
    desk.lives.record(people.ursula, people.alice.performer_id, "birth", date(2012, 1, 1), "certificate seen")
    content = shows("stranger")

    def said(performer: str) -> Any:
        view = studio.check(content, studio.declare(as_replica(performer)))
        told = [(p["answer"], [(r["verdict"], r["message"]) for r in p["reasons"]]) for p in view.result["persons"]]
        return exit_status(view), told

    assert said(verified_alice.id) == said(verified_bob.id) == said("P-2222222222")


@pytest.mark.attack("A5.made-after-it-was-seen")
def test_a_file_was_not_made_after_the_registry_first_saw_it(
    studio: Any, verified_alice: Any, shows: Any, clock: Any
) -> None:
    content = shows("alice")
    assert exit_status(studio.check(content, studio.declare(as_replica(verified_alice.id)))) == 1  # no consent yet
    clock.forward(days=3)
    studio.consent(verified_alice, "alice", valid_from="2026-10-07")
    use = studio.declare()["use"] | {"alteration": "age"}
    later = studio.check(
        content, studio.declare(as_replica(verified_alice.id), use=use | {"generated_on": "2026-10-08"})
    )
    assert exit_status(later) == 1
    assert case_of(studio, later)["use"]["generated_on"] == "2026-10-05"
    assert exit_status(studio.check(content, studio.declare(as_replica(verified_alice.id)))) == 0


@pytest.mark.attack("A12.claim-to-a-face")
def test_a_claim_to_a_face_ends_no_consent_of_its_confirmed_owner(
    desk: Any, studio: Any, people: Any, verified_alice: Any, shows: Any, fake_matching: Any
) -> None:
    studio.consent(verified_alice, "alice")
    content = shows("alice")
    first = studio.check(content, studio.declare(as_replica(verified_alice.id)))
    assert exit_status(first) == 0
    claim(desk, people, "bob", "alice", fake_matching)
    desk.redecider.run_due()
    assert exit_status(studio.check(content, studio.declare(as_replica(verified_alice.id)))) == 0
    assert exit_status(studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))) == 0
    assert exit_status(studio.check(shows("alice"), studio.declare(as_replica(people.bob.performer_id)))) == 1


@pytest.mark.attack("A12.claim-by-a-confirmed-one")
def test_a_confirmed_performer_puts_no_other_face_behind_their_consents(
    desk: Any, studio: Any, people: Any, verified_alice: Any, verified_bob: Any, shows: Any, fake_matching: Any
) -> None:
    studio.consent(verified_bob, "bob")
    pictures = [fake_matching.picture("alice") for _ in range(3)]
    assert not desk.performers.enrol(people.bob, verified_bob.id, pictures).accepted
    assert exit_status(studio.check(shows("alice"), studio.declare(as_replica(verified_bob.id)))) == 1
    assert exit_status(studio.check(shows("bob"), studio.declare(as_replica(verified_bob.id)))) == 0


@pytest.mark.attack("A12.claim-blocks-confirmation")
def test_a_claim_keeps_nobody_who_is_confirmed_from_being_confirmed_anew(
    desk: Any, people: Any, verified_alice: Any, fake_matching: Any
) -> None:
    claim(desk, people, "bob", "alice", fake_matching)
    desk.performers.enrol(people.alice, verified_alice.id, [fake_matching.picture("alice")])
    assert desk.performers.card(people.alice, verified_alice.id).parked == 1
    desk.performers.verify(people.ursula, verified_alice.id, "Alice", verified_alice.key.fingerprint, "met again")
    assert desk.performers.card(people.alice, verified_alice.id).parked == 0


def claim(desk: Any, people: Any, who: str, face: str, fake_matching: Any) -> None:
    account = people.__getattr__(who)
    performer = account.performer_id
    if desk.performers.card(account, performer).release is None:
        text = desk.performers.release_text("en")
        desk.performers.sign_release(account, performer, "en", text.digest)
    assert desk.performers.enrol(account, performer, [fake_matching.picture(face) for _ in range(3)]).accepted
