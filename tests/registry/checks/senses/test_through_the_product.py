"""A sense that is no face goes through the product as it is: enrolment, check, review, receipt."""

import io
import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PIL import Image

from consent.receipt import Outcome, verify_receipt
from consent.trust import parse_status, parse_trust
from matching import examination
from matching.findings import Appearance
from matching.modality import Finder
from registry.checks.deciding.people import Recognition, noted_in
from registry.checks.shown import shown
from registry.core.errors import Conflict, NotFound, RecordsAltered
from registry.desk import Desk
from registry.gallery.coverage import bump
from registry.ledger.record import record
from registry.records.events import EventKind
from registry.records.tables.checks import Check
from registry.records.tables.performers import Template
from registry.serving.app import create_app
from tests.common.squares import BLUE, ENCODER, GREEN, RED, Squares, timed
from tests.registry.checks.conftest import as_replica
from tests.registry.checks.senses.conftest import HALF_RED, SENSE
from tests.registry.handed_in import shown_again
from tests.registry.web.conftest import Visitor


def replica(performer: str) -> dict[str, Any]:
    return as_replica(performer, modalities=[SENSE])


def answers(view: Any) -> list[str]:
    return [person["answer"] for person in view.result["persons"]]


def found(desk: Desk, check_id: str) -> list[Any]:
    with desk.db.read() as session:
        return list(noted_in(session.get_one(Check, check_id).findings))


def test_what_is_enrolled_is_of_that_sense_and_under_a_release_of_its_own(
    desk: Desk, people: Any, draw: Any, make_verified: Any
) -> None:
    alice = people.alice
    with pytest.raises(Conflict, match="release-missing"):
        desk.performers.enrol(alice, alice.performer_id, [draw(RED)])
    make_verified("alice")
    with desk.db.read() as session:
        rows = session.query(Template).all()
    assert {(row.modality, row.encoder) for row in rows} == {(SENSE, ENCODER)}
    assert rows[0].quality == {"side": 60}
    with pytest.raises(NotFound):
        desk.performers.enrol(alice, alice.performer_id, [draw(RED)], modality="face")


def test_advice_of_the_sense_reaches_who_enrols(desk: Desk, people: Any, draw: Any) -> None:
    alice = people.alice
    text = desk.performers.release_text("en")
    desk.performers.sign_release(alice, alice.performer_id, "en", text.digest)
    several = desk.performers.enrol(alice, alice.performer_id, [draw(RED, BLUE)])
    assert [part.params for part in several.advice] == [{"count": 2}]
    unlike = desk.performers.enrol(alice, alice.performer_id, [draw(RED), draw(RED), draw(GREEN)])
    assert "enrol.disagrees" in [part.message for part in unlike.advice]


def test_a_consented_use_is_cleared_with_a_receipt_that_verifies(
    desk: Desk, studio: Any, verified_alice: Any, draw: Any
) -> None:
    studio.consent(verified_alice, "alice", modalities=[SENSE])
    view = studio.check(draw(RED).read_bytes(), studio.declare(replica(verified_alice.id)))
    assert (view.status, view.verdict, answers(view)) == ("decided", "cleared", ["match"])
    receipt = desk.checks.receipt(studio.people.petra, view.id)
    trust = parse_trust(desk.instance_key.trust())
    status = parse_status(desk.status.stale_list(), trust, now=desk.clock())
    outcome = verify_receipt(receipt, trust, now=desk.clock(), file_sha256=view.file_sha256, status=status)
    assert (outcome.outcome, outcome.releases) == (Outcome.VALID, True)
    assert receipt["versions"]["models"].keys() == {ENCODER}
    assert receipt["versions"]["thresholds"] == "squares"
    (one,) = found(desk, view.id)
    assert (one["modality"], one["start"], one["end"], one["side"]) == (SENSE, 0.0, 0.0, 60)
    assert view.preview is not None


def test_a_consent_for_a_face_is_none_for_another_sense(studio: Any, verified_alice: Any, draw: Any) -> None:
    studio.consent(verified_alice, "alice", modalities=["face"])
    view = studio.check(draw(RED).read_bytes(), studio.declare(as_replica(verified_alice.id, modalities=["face"])))
    assert view.verdict == "blocked"  # whatever is declared, what was found counts


def test_strangers_are_nobody_and_what_is_too_small_is_not_identifiable(
    desk: Desk, studio: Any, verified_alice: Any, draw: Any
) -> None:
    assert answers(studio.check(draw(BLUE).read_bytes(), studio.declare())) == ["none"]
    small = studio.check(draw(BLUE, side=12).read_bytes(), studio.declare())
    assert answers(small) == ["not_identifiable"]
    assert found(desk, small.id)[0]["reason"] == "body.too-little-side"


def test_nobody_enrolled_is_no_all_clear(studio: Any, draw: Any) -> None:
    view = studio.check(draw(BLUE).read_bytes(), studio.declare())
    assert (view.status, answers(view)) == ("cannot_decide", ["cannot_decide"])


def test_somebody_possible_is_looked_at_by_a_person_who_sees_the_evidence_of_that_sense(
    desk: Desk, people: Any, studio: Any, verified_alice: Any, draw: Any
) -> None:
    studio.consent(verified_alice, "alice", modalities=[SENSE])
    declared = studio.declare(replica(verified_alice.id)) | {"cast": []}
    content = draw(HALF_RED, BLUE).read_bytes()
    view = studio.check(content, declared)
    assert answers(view) == ["possible", "none"]
    (review,) = desk.review_lists.waiting(people.ursula).rows
    review = desk.reviews.get(people.ursula, review.id)
    (shown,) = desk.reviews.evidence(people.ursula, review.id)
    assert shown.media_type == "image/png"
    pixels = np.asarray(Image.open(io.BytesIO(shown.content)))
    assert pixels.shape == (60, 60, 3)
    assert (pixels == HALF_RED).all()
    desk.reviews.answer(people.ursula, review.id, "confirm", "same_person")
    assert answers(desk.checks.get(people.petra, view.id)) == ["match", "none"]


def test_the_file_is_shown_again_to_who_has_to_look(
    desk: Desk, people: Any, studio: Any, verified_alice: Any, draw: Any, clock: Any
) -> None:
    content = draw(HALF_RED).read_bytes()
    view = studio.check(content, studio.declare())
    (review,) = desk.review_lists.waiting(people.ursula).rows
    review = desk.reviews.get(people.ursula, review.id)
    clock.forward(days=15)
    desk.reviews.purge()
    assert desk.reviews.evidence(people.ursula, review.id) == ()
    assert shown_again(desk, people.petra, view.id, content) == 1
    assert len(desk.reviews.evidence(people.ursula, review.id)) == 1


@pytest.mark.parametrize("senses", [[Squares(SENSE, has_place=False)]])
def test_what_has_no_place_in_the_picture_is_checked_and_reviewed_too(
    desk: Desk, people: Any, studio: Any, verified_alice: Any, draw: Any
) -> None:
    studio.consent(verified_alice, "alice", modalities=[SENSE])
    view = studio.check(draw(RED).read_bytes(), studio.declare(replica(verified_alice.id)))
    assert (view.verdict, answers(view)) == ("cleared", ["match"])
    assert view.result["persons"][0]["boxes"] == [{"ref": "A1", "box": None, "modality": SENSE}]
    open_one = studio.check(draw(HALF_RED).read_bytes(), studio.declare())
    (review,) = desk.review_lists.waiting(people.ursula).rows
    review = desk.reviews.get(people.ursula, review.id)
    desk.reviews.answer(people.ursula, review.id, "confirm", "same_person")
    assert answers(desk.checks.get(people.petra, open_one.id)) == ["match"]


def test_spans_of_time_reach_findings_and_the_result(
    desk: Desk, studio: Any, verified_alice: Any, draw: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = examination.opened
    spans = (0.0, 1.5), (1.5, 3.0)
    monkeypatch.setattr(examination, "opened", lambda *path, **how: timed(plain(*path, **how), *spans))
    studio.consent(verified_alice, "alice", modalities=[SENSE])
    view = studio.check(draw(RED).read_bytes(), studio.declare(replica(verified_alice.id)))
    assert answers(view) == ["match"]  # one person, seen twice, not somebody and their double
    assert [(one["start"], one["end"]) for one in found(desk, view.id)] == list(spans)
    assert [(one["start"], one["end"]) for one in view.result["persons"][0]["boxes"]] == list(spans)


def test_when_who_is_in_it_reaches_pages_programs_and_receipt(
    desk: Desk, people: Any, studio: Any, verified_alice: Any, draw: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, spans = examination.opened, ((0.0, 1.5), (1.5, 3.0), (62.0, 62.5))
    studio.consent(verified_alice, "alice", modalities=[SENSE])
    still = studio.check(draw(RED).read_bytes(), studio.declare(replica(verified_alice.id)))
    monkeypatch.setattr(examination, "opened", lambda *path, **how: timed(plain(*path, **how), *spans))
    film = studio.check(draw(RED, BLUE).read_bytes(), studio.declare(replica(verified_alice.id)))
    assert (film.verdict, answers(film)) == ("cleared", ["match", "none", "none", "none"])
    paper = desk.checks.receipt(people.petra, film.id)
    told = [{"start_ms": 0, "end_ms": 3000}, {"start_ms": 62000, "end_ms": 62500}]
    assert (paper["version"], paper["persons"][0]["spans"]) == (3, told)
    with desk.db.read() as session:
        kept = {name: session.get_one(Check, check).case for name, check in (("film", film.id), ("still", still.id))}
    assert kept["film"]["case"]["persons"][0]["spans"] == told
    assert not any("spans" in person for person in kept["still"]["case"]["persons"])
    trust = parse_trust(desk.instance_key.trust())
    assert verify_receipt(paper, trust, now=desk.clock()).outcome is Outcome.VALID
    facts = shown(film, {}).model_dump(mode="json", exclude_unset=True)
    assert (facts["length_ms"], facts["persons"][0]["spans"]) == (62500, told)
    petra = Visitor(create_app(desk).test_client()).sign_in("petra")
    page = petra.get(f"/checks/{film.id}").text
    assert page.count('<rect class="bar"') == 5
    assert re.findall(r'data-at="(\d+)" disabled>([^<]+)<', page)[:2] == [
        ("0", "0:00 to 0:03"),
        ("62000", "1:02 to 1:02.5"),
    ]
    assert "The file lasts 1:02.5." in page
    assert page.count('id="seen-') == 0  # nobody stays where they are at their best
    # of a picture nothing has changed
    paper = desk.checks.receipt(people.petra, still.id)
    assert (paper["version"], set(paper["persons"][0])) == (2, {"pseudonym", "answer", "error"})
    facts = shown(still, {}).model_dump(mode="json", exclude_unset=True)
    assert not {"length_ms", "spans"} & (facts.keys() | facts["persons"][0].keys())
    assert "timeline" not in petra.get(f"/checks/{still.id}").text
    assert "length" not in desk_findings(desk, still.id)


def desk_findings(desk: Desk, check_id: str) -> Any:
    with desk.db.read() as session:
        return session.get_one(Check, check_id).findings


def test_when_somebody_was_there_survives_a_decision_that_is_made_again(
    desk: Desk, people: Any, studio: Any, verified_alice: Any, draw: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = examination.opened
    monkeypatch.setattr(examination, "opened", lambda *path, **how: timed(plain(*path, **how), (0.0, 1.5), (1.5, 3.0)))
    view = studio.check(draw(RED).read_bytes(), studio.declare(replica(verified_alice.id)))
    assert view.verdict != "cleared"
    studio.consent(verified_alice, "alice", modalities=[SENSE])
    desk.redecider.run_due()
    assert desk.checks.get(people.petra, view.id).verdict == "cleared"
    paper = desk.checks.receipt(people.petra, view.id)
    assert (paper["version"], paper["persons"][0]["spans"]) == (3, [{"start_ms": 0, "end_ms": 3000}])


class Elsewhere(Squares):
    """Says of what it finds that another sense found it."""

    def load(self, encoders: Any) -> Finder:
        finder = super().load(encoders)
        plain = finder.find

        def find(*piece: Any, **how: Any) -> list[Appearance]:
            return [replace(one, modality="voice") for one in plain(*piece, **how)]

        finder.find = find  # type: ignore[method-assign]
        return finder


@pytest.mark.parametrize("senses", [[Elsewhere(SENSE)]])
def test_a_finding_of_no_known_sense_is_never_cleared(studio: Any, draw: Any) -> None:
    declared = studio.declare()
    queued = studio.desk.checks.register(
        studio.people.petra, studio.production, io.BytesIO(draw(RED).read_bytes()), "x.png", declared
    )
    studio.desk.examiner.run(queued.id)
    view = studio.desk.checks.get(studio.people.petra, queued.id)
    assert view.state == "failed"


@pytest.mark.parametrize("senses", [[Squares(SENSE), Squares("movement")]])
def test_senses_do_not_answer_for_each_other(
    desk: Desk, people: Any, studio: Any, make_verified: Any, draw: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = desk.senses["movement"]
    monkeypatch.setattr(second, "load", lambda _encoders: NothingSeen("movement"))
    alice = make_verified("alice")
    body, movement = desk.galleries.values()
    assert body.load().gallery.subjects == (alice.id,)
    assert movement.load().gallery.subjects == ()
    assert body.load().losses == movement.load().losses == ()  # nobody lacks what they never enrolled
    view = studio.check(draw(RED).read_bytes(), studio.declare())
    assert answers(view) == ["match"]


class NothingSeen(Finder):
    def __init__(self, modality: str) -> None:
        self.modality = modality

    @property
    def weights(self) -> dict[str, str]:
        return {ENCODER: "c" * 64}

    def find(self, *_piece: Any, **_how: Any) -> list[Appearance]:
        return []


def test_a_template_that_is_moved_to_another_sense_is_noticed(desk: Desk, verified_alice: Any) -> None:
    assert desk.gallery.load().gallery.subjects == (verified_alice.id,)
    with desk.db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE template SET modality = 'face'")
    with desk.db.write() as session:
        bump(session)
        record(session, "system", EventKind.ENCODERS_SWITCHED, "instance")
    with pytest.raises(RecordsAltered):
        desk.gallery.load()


def test_what_was_noted_before_there_were_several_senses_is_read_as_it_was() -> None:
    old = {
        "ref": "A1", "box": [1, 2, 30, 40], "answer": "none", "error": {}, "reason": None, "band": None,
        "size": 30, "sharpness": None,
    }  # fmt: skip
    (note,) = noted_in({"faces": [old]})
    read = Recognition.of_note(note)
    assert read == Recognition("A1", (1, 2, 30, 40), "none", measures={"size": 30})
    assert (read.modality, read.start, read.end) == ("face", 0.0, 0.0)
    assert Recognition.of_note(read.noted()) == read
