"""What a file says about its own origin, in the decision: what is declared is compared with it, and a camera original confirms."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from consent.receipt import Outcome, verify_receipt
from consent.trust import parse_trust
from matching.findings import Examination
from matching.origin.findings import Origin, Trace
from matching.origin.reading import OriginReader
from registry.checks.deciding.prompts import _written_as_names
from registry.checks.examining.looking import Eyes
from registry.checks.shown import shown
from registry.productions.contradictions import against_origin
from registry.productions.declaration import parse_declaration
from tests.common.credentials import GENERATED, IPTC, authority, photograph
from tests.matching.origin.test_traces import png
from tests.registry.checks.conftest import a_declaration, as_replica

Sees = Callable[..., None]


@pytest.fixture
def sees(studio: Any, fake_matching: Any, tmp_path: Path) -> Sees:
    """`sees("alice")`: from now on these faces are found in whatever file, and what it says about its origin is really read. The
    tests' own authority is on the trust list."""
    anchors = authority().anchors(tmp_path)

    def now(*faces: str, trusted: bool = True) -> None:
        picture = fake_matching.picture(*faces)
        reader = OriginReader(anchors) if trusted else OriginReader()

        def examine(path: Path, *_: object, **__: object) -> Examination:
            digest, origin = reader.read(path)
            assert digest == hashlib.sha256(path.read_bytes()).hexdigest()
            return replace(fake_matching.examine(picture), sha256=digest, size=path.stat().st_size, origin=origin)

        studio.desk.examiner._eyes = lambda: Eyes(examine)

    return now


def messages(view: Any) -> set[str]:
    every = [*view.result["reasons"], *(reason for one in view.result["persons"] for reason in one["reasons"])]
    return {reason["message"] for reason in every}


def contradicted(view: Any) -> set[str]:
    return {
        reason["params"]["reason"] for reason in view.result["reasons"] if reason["message"] == "check.contradiction"
    }


def archive(studio: Any, **asset: Any) -> dict[str, Any]:
    declared = studio.declare()
    declared["asset"] = {"stage": "final", "element": "archive_photo", "presented_as": "authentic"} | asset
    return declared


def test_a_generated_still_is_no_archive_photograph(studio: Any, sees: Sees) -> None:
    sees()
    view = studio.check(authority().sign(photograph(), GENERATED), archive(studio, source_type="negativeFilm"))
    assert view.verdict != "cleared"
    assert contradicted(view) == {"contradiction-origin-generated", "contradiction-origin-no-record"}
    assert view.origin.generative == "trainedAlgorithmicMedia"
    plain = studio.check(photograph(), archive(studio, source_type="negativeFilm"))
    assert contradicted(plain) == set()


def test_what_the_file_says_is_a_fact_with_its_source(studio: Any, sees: Sees) -> None:
    sees()
    view = studio.check(authority().sign(photograph(), GENERATED), studio.declare())
    with studio.desk.db.read() as session:
        from registry.records.tables.checks import Check

        kept = session.get_one(Check, view.id).case
    assert kept["case"]["asset"]["source_type"] == "trainedAlgorithmicMedia"
    assert kept["case"]["asset"]["manifest_actions"] == ["c2pa.created"]
    assert kept["sources"]["asset.source_type"] == "file"


def test_credentials_that_were_promised_and_taken_off_are_missed(studio: Any, sees: Sees) -> None:
    sees()
    declared = studio.declare()
    declared["asset"] |= {"credentials": "promised"}
    signed = authority().sign(photograph())
    assert studio.check(signed, declared).verdict == "cleared"
    stripped = studio.check(photograph(), declared | {"unit": {"id": "SH900", "version": 1}})
    assert stripped.verdict == "needs_approval"
    (reason,) = (one for one in stripped.result["reasons"] if one["message"] == "check.credentials-missing")
    assert "removed on the way" in reason["summary"]
    assert reason["remedy"]["for"] == "signed-file"


def test_without_a_promise_nobody_misses_them(studio: Any, sees: Sees) -> None:
    sees()
    assert studio.check(photograph(), studio.declare()).verdict == "cleared"


def test_credentials_that_do_not_fit_the_file_stop_it(studio: Any, sees: Sees) -> None:
    sees()
    signed = bytearray(authority().sign(photograph()))
    signed[-40] ^= 1
    view = studio.check(bytes(signed), studio.declare())
    assert view.verdict == "needs_approval"
    assert "check.credentials-invalid" in messages(view)


def performed(performer: str) -> dict[str, Any]:
    return as_replica(performer, treatment="none", performed_as_shown=True)


def test_a_camera_original_by_a_trusted_signer_confirms_what_is_shown(
    studio: Any, verified_alice: Any, sees: Sees
) -> None:
    studio.consent(verified_alice, "alice")
    sees("alice")
    assert "claim.unconfirmed" in messages(studio.check(photograph(), studio.declare(performed(verified_alice.id))))
    view = studio.check(authority().sign(photograph()), studio.declare(performed(verified_alice.id)))
    assert view.verdict == "cleared"
    assert view.origin.camera_original
    assert view.origin.signer == "Honest Cameras"


@pytest.mark.attack("A.origin-self-signed")
def test_whoever_signs_for_themselves_confirms_nothing(studio: Any, verified_alice: Any, sees: Sees) -> None:
    studio.consent(verified_alice, "alice")
    sees("alice", trusted=False)
    for organisation in ("Honest Cameras", "Leica Camera AG"):
        signed = authority(organisation).sign(photograph())
        view = studio.check(signed, studio.declare(performed(verified_alice.id)))
        assert view.origin.state == "valid"
        assert "claim.unconfirmed" in messages(view)


@pytest.mark.attack("A.origin-camera-as-ingredient")
def test_a_camera_original_inside_something_else_confirms_nothing(studio: Any, verified_alice: Any, sees: Sees) -> None:
    studio.consent(verified_alice, "alice")
    sees("alice")
    camera = authority().sign(photograph(2))
    for kind in ("composite", "digitalCapture"):
        signed = authority().sign(photograph(), IPTC + kind, ingredients=(camera,))
        view = studio.check(signed, studio.declare(performed(verified_alice.id)))
        assert view.origin.state == "trusted"
        assert "claim.unconfirmed" in messages(view)


@pytest.mark.attack("A.origin-denied")
def test_a_camera_original_does_not_outweigh_the_performer(
    studio: Any, people: Any, verified_alice: Any, sees: Sees
) -> None:
    studio.consent(verified_alice, "alice")
    sees("alice")
    signed, declared = authority().sign(photograph()), studio.declare(performed(verified_alice.id))
    about = {"production_id": studio.production, "performer_id": verified_alice.id}
    about |= {
        "declaration_sha256": parse_declaration(declared).sha256,
        "file_sha256": hashlib.sha256(signed).hexdigest(),
    }
    studio.desk.approvals.give(people.alice, "confirmation", "denied", params={"fact": "not_altered"}, **about)
    view = studio.check(signed, declared)
    assert "claim.unconfirmed" in messages(view)


def test_a_prompt_asks_for_the_names_in_it(studio: Any, sees: Sees) -> None:
    sees()
    content = png(parameters="a quay at night, film grain\nSteps: 20, Sampler: Euler, Seed: 1")
    view = studio.check(content, studio.declare())
    assert "check.prompt-unread" in messages(view)
    told = studio.check(content, studio.declare(names=[]))
    assert "check.prompt-unread" not in messages(told)


@pytest.mark.attack("E.names-in-prompts")
def test_a_name_in_a_prompt_is_judged_alike_whoever_bears_it(
    studio: Any, verified_alice: Any, sees: Sees, monkeypatch: pytest.MonkeyPatch
) -> None:
    sees()

    def resolved(_session: object, names: Iterable[str]) -> dict[str, str]:
        return {name: verified_alice.id for name in names if name.casefold() == "mara lind"}

    monkeypatch.setattr("registry.checks.deciding.decider.resolve_names", resolved)
    monkeypatch.setattr("registry.checks.deciding.prompts.resolve_names", resolved)

    def told(name: str) -> Any:
        view = studio.check(png(parameters=f"portrait of {name}, 35mm"), studio.declare(names=[]))
        people = [(one["answer"], one["verdict"], one["reasons"]) for one in view.result["persons"]]
        return view.verdict, people, view.result["reasons"]

    assert told("Mara Lind") == told("Nobody Atall")
    assert told("Mara Lind")[0] == "needs_approval"
    assert told("Mara Lind")[1][0][0] == "named"
    assert told("mara lind") == told("nobody atall")


def test_a_name_of_whom_the_production_holds_a_consent_is_found_in_small_letters(
    studio: Any, verified_alice: Any, sees: Sees
) -> None:
    studio.consent(verified_alice, "alice")
    sees()
    with studio.desk.db.read() as session:
        from registry.records.tables.performers import Performer

        name = session.get_one(Performer, verified_alice.id).name.lower()
    view = studio.check(png(parameters=f"portrait of {name}, 35mm"), studio.declare(names=[]))
    assert [one["answer"] for one in view.result["persons"]] == ["named"]


def test_the_receipt_says_the_least_of_it(studio: Any, sees: Sees) -> None:
    sees()
    view = studio.check(authority().sign(photograph(), ingredients=()), studio.declare())
    receipt = studio.desk.checks.receipt(studio.people.petra, view.id)
    assert receipt["origin"] == {"state": "trusted", "signer": "Honest Cameras", "source_types": ["digitalCapture"]}
    trust = parse_trust(studio.desk.instance_key.trust())
    found = verify_receipt(receipt, trust, now=studio.desk.clock(), file_sha256=view.file_sha256)
    assert found.outcome is Outcome.VALID
    plain = studio.check(photograph(), studio.declare())
    assert "origin" not in studio.desk.checks.receipt(studio.people.petra, plain.id)


def test_programs_are_told_what_the_page_says(studio: Any, sees: Sees) -> None:
    sees()
    view = studio.check(authority().sign(photograph()), studio.declare())
    told = shown(view, {}).model_dump(mode="json")["origin"]
    assert told["state"] == "trusted"
    assert told["camera_original"] is True
    assert told["words"].endswith("They are signed by Honest Cameras, who is on the trust list.")


def test_deciding_again_keeps_what_the_file_said(studio: Any, people: Any, sees: Sees) -> None:
    sees()
    view = studio.check(authority().sign(photograph(), GENERATED), archive(studio, source_type="print"))
    with studio.desk.db.write() as session:
        from registry.ledger.record import record
        from registry.records.events import EventKind
        from registry.records.tables.checks import Check

        check = session.get_one(Check, view.id)
        check.due = True
        record(session, "system", EventKind.CHECK_STALE, view.id)
    studio.desk.redecider.run_due()
    again = studio.desk.checks.get(people.petra, view.id)
    assert contradicted(again) == contradicted(view)
    assert again.origin == view.origin


def test_declared_and_said_are_compared_by_one_rule() -> None:
    def found(origin: Origin, **asset: Any) -> set[str]:
        declared = a_declaration("PR-1")
        declared["asset"] |= asset
        return {text for _, text in against_origin(parse_declaration(declared), origin)}

    traced = Origin(traces=(Trace("ComfyUI", "prompt", "a quay"),))
    assert found(traced, source_type="digitalCapture") == {"contradiction-origin-generated"}
    assert found(traced, source_type="trainedAlgorithmicMedia") == set()
    assert found(traced) == set()
    assert found(Origin(iptc=("trainedAlgorithmicMedia",)), element="archive_photo") == {
        "contradiction-origin-no-record"
    }
    screen = Origin("valid", source_types=("screenCapture",))
    assert found(screen, source_type="digitalCapture") == {"contradiction-origin-not-captured"}
    assert found(replace(screen, state="invalid"), source_type="digitalCapture") == set()
    assert found(Origin("trusted", source_types=("digitalCapture",)), source_type="negativeFilm") == set()
    assert found(Origin(), source_type="digitalCapture") == set()


@pytest.mark.parametrize(
    ("prompt", "names"),
    [
        ("portrait of Mara Lind, 35mm", ["Mara Lind"]),
        ("Portrait of Mara Lind's sister", ["Mara Lind"]),
        ("Beautiful Portrait, Film Grain, New York, Unreal Engine", []),
        ("Anselm van der Pryce and Zoë Ångström-Kay at night", ["Anselm van der Pryce", "Zoë Ångström-Kay"]),
        ("a quay at night", []),
    ],
)
def test_what_is_written_like_a_name(prompt: str, names: list[str]) -> None:
    assert list(_written_as_names(prompt)) == names
