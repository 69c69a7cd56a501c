"""A cleared file goes out with our manifest, and anybody with the library alone reads it back; whatever is not cleared goes nowhere."""

import hashlib
import io
import json
import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

import c2pa
import pytest

from consent.credential import CLEARANCE, SOURCES, verify_credential
from consent.receipt import Outcome
from consent.trust import parse_status, parse_trust
from matching.origin.reading import ANCHORS, OriginReader
from registry.core.errors import Conflict, NotFound
from tests.common.credentials import put
from tests.registry.checks.conftest import AGREEMENT, shot
from tests.registry.checks.credentials.conftest import FORMS, coded, written

MEDIA = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp", "mp4": "video/mp4", "wav": "audio/wav"}
STOPPED = ("credential-not-current", "credential-not-cleared")
"""What is said where a strike has stopped the check: before it was decided again, and afterwards."""


def read(content: bytes, form: str, beside: bytes | None = None, anchors: Path | None = None) -> Any:
    """The manifest store as c2pa-python alone reads it, its state, and the newest manifest's assertions by their label."""
    told: dict[str, Any] = {"verify": {"remote_manifest_fetch": False}}
    if anchors is not None:
        told["trust"] = {"trust_anchors": anchors.read_text()}
    reader = c2pa.Reader(
        MEDIA[form], io.BytesIO(content), manifest_data=beside, context=c2pa.Context(c2pa.Settings.from_dict(told))
    )
    newest = reader.get_active_manifest()
    return reader, reader.get_validation_state(), {one["label"]: one["data"] for one in newest["assertions"]}


def receipt_of(studio: Any, check: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(studio.desk.checks.receipt(studio.people.petra, check.id)))
    return found


def verified(studio: Any, statement: Any, receipt: Any, content: bytes, **more: Any) -> Any:
    trust = parse_trust(studio.desk.instance_key.trust())
    asked = {"now": studio.desk.clock(), "file_sha256": hashlib.sha256(content).hexdigest(), "offline": True}
    return verify_credential(statement, receipt, trust, **asked | more)


@pytest.mark.parametrize("form", FORMS)
def test_our_assertion_is_read_back_by_the_library_alone(studio: Any, cleared: Any, authority: Path, form: str) -> None:
    check, content = cleared(form)
    after, statement = written(studio, check, content)
    _, state, said = read(after, form, anchors=authority / "authority.pem")
    assert state == "Trusted"
    receipt = receipt_of(studio, check)
    ours = said[CLEARANCE]
    assert ours["receipt"]["id"] == receipt["receipt_id"]
    assert (ours["outcome"], ours["expires_at"]) == ("cleared", receipt["expires_at"])
    assert ours["consents"] == [one["sha256"] for one in receipt["consents"]]
    assert ours["ledger"] == receipt["ledger"]
    assert ours["decision"] == {"id": check.id, "sha256": receipt["decision_sha256"]}
    assert ours["status"].endswith(f"/verify/{receipt['receipt_id']}")
    found = verified(studio, statement, receipt, after)
    assert (found.outcome, found.releases, found.message) == (Outcome.VALID, True, "verify-credential-carried")
    assert verified(studio, statement, receipt, content).releases  # the file without it is the same cleared file


@pytest.mark.parametrize("listed", [False, True])
def test_the_statement_says_whether_readers_trust_the_signer(
    studio: Any, cleared: Any, authority: Path, listed: bool
) -> None:
    """By the list by which files are read, whether it is the operator's or the release's."""
    if listed:
        object.__setattr__(studio.desk.config, "trust_list", authority / "authority.pem")
    check, content = cleared("jpg")
    after, statement = written(studio, check, content)
    assert statement["signer"]["listed"] is listed
    found = OriginReader(studio.desk.config.trust_list or ANCHORS).read(put(authority, after))[1]
    assert found.state == ("trusted" if listed else "valid")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.attack("B3.credential-altered-byte")
def test_one_altered_byte_shows(studio: Any, cleared: Any, form: str) -> None:
    check, content = cleared(form)
    after, statement = written(studio, check, content)
    receipt = receipt_of(studio, check)
    at = len(content if form in ("wav", "webp") else after) - 40  # there the manifest comes last
    assert read(after[:at] + bytes([after[at] ^ 1]) + after[at + 1 :], form)[1] == "Invalid"
    for at in range(0, len(after), max(1, len(after) // 50)):
        altered = after[:at] + bytes([after[at] ^ 1]) + after[at + 1 :]
        assert verified(studio, statement, receipt, altered).outcome is Outcome.FILE_ALTERED


@pytest.mark.parametrize("form", FORMS)
def test_a_manifest_beside_the_file_leaves_it_as_it_is(studio: Any, cleared: Any, form: str) -> None:
    check, content = cleared(form)
    beside, statement = written(studio, check, content, beside=True)
    _, state, said = read(content, form, beside)
    assert (state, said[CLEARANCE]["receipt"]["id"]) == ("Valid", statement["receipt_id"])  # its signer is on no list
    sidecar = hashlib.sha256(beside).hexdigest()
    receipt = receipt_of(studio, check)
    assert verified(studio, statement, receipt, content, sidecar_sha256=sidecar).releases
    assert verified(studio, statement, receipt, content, sidecar_sha256="0" * 64).outcome is Outcome.FILE_ALTERED
    assert read(content[:-40] + b"\1" + content[-39:], form, beside)[1] == "Invalid"


@pytest.mark.parametrize("form", ["jpg", "mp4"])
def test_a_manifest_that_is_there_is_kept_as_the_parent(studio: Any, cleared: Any, form: str) -> None:
    first, content = cleared(form)
    before, _ = written(studio, first, content)
    check, _ = cleared(form, before, "SH2")
    after, _ = written(studio, check, before)
    reader, state, said = read(after, form)
    [parent] = reader.get_active_manifest()["ingredients"]
    assert (state, said[CLEARANCE]["decision"]["id"]) == ("Valid", check.id)
    assert parent["relationship"] == "parentOf"
    kept = json.loads(reader.json())["manifests"][parent["active_manifest"]]
    assert [one["data"]["decision"]["id"] for one in kept["assertions"] if one["label"] == CLEARANCE] == [first.id]


def test_nobody_is_named_and_nothing_is_scored(studio: Any, cleared: Any, verified_alice: Any) -> None:
    check, content = cleared()
    after, _ = written(studio, check, content)
    words = read(after, "jpg")[0].json().lower()
    receipt = receipt_of(studio, check)
    for secret in ("alice", verified_alice.id, "petra", studio.production, "long night", "shot.jpg", "score"):
        assert secret.lower() not in words
    assert all(person["pseudonym"].lower() not in words for person in receipt["persons"])


@pytest.mark.parametrize(
    ("declared", "told"),
    [
        ("compositeWithTrainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia"),
        (None, "compositeSynthetic"),
    ],
)
def test_what_the_public_has_to_be_told_is_in_it(
    studio: Any, cleared: Any, monkeypatch: Any, declared: str | None, told: str
) -> None:
    check, content = cleared(
        asset={"stage": "final", "element": "performance"} | ({"source_type": declared} if declared else {})
    )
    receipt = receipt_of(studio, check)
    duty = {"kind": "disclose", "whom": "public", "done": True}
    asked = duty in [{name: one.get(name) for name in duty} for one in receipt["duties"]]
    if not asked:
        from registry.checks.credentials import service

        usual = service.disclosed_source
        monkeypatch.setattr(service, "disclosed_source", lambda _duties, source: usual([duty], source))
    said = read(written(studio, check, content)[0], "jpg")[2]
    actions = next(data for label, data in said.items() if label.startswith("c2pa.actions"))["actions"]
    assert [one.get("digitalSourceType") for one in actions if "digitalSourceType" in one] == [SOURCES + told]
    assert said["cawg.metadata"]["Iptc4xmpExt:DigitalSourceType"] == SOURCES + told


def refused(studio: Any, who: Any, check: Any, content: bytes, **more: Any) -> Any:
    """What it says; then nothing of the file is left, and nothing was noted."""
    with pytest.raises((Conflict, NotFound)) as caught:
        studio.desk.credentials.write(who, check.id, io.BytesIO(content), **more)
    assert not list(studio.desk.blobs.names())
    assert studio.desk.credentials.written(studio.people.petra, check.id) == []
    return caught.value


@pytest.mark.attack("B3.credential-other-file")
def test_another_file_of_the_same_size_gets_none(studio: Any, cleared: Any) -> None:
    check, content = cleared()
    other = content[:-3] + bytes([content[-3] ^ 1]) + content[-2:]
    for one in (other, coded("jpg", 2), content + b"\0", b""):
        assert refused(studio, studio.people.petra, check, one).message_id == "credential-other-file"


@pytest.mark.attack("B3.credential-foreign")
def test_the_checks_of_others_are_not_there(studio: Any, people: Any, cleared: Any) -> None:
    check, content = cleared()
    for who in (people.quentin, people.alice, people.ursula, people.ada):
        assert isinstance(refused(studio, who, check, content), NotFound)
        with pytest.raises(NotFound):
            studio.desk.credentials.written(who, check.id)


@pytest.mark.attack("B3.credential-not-cleared")
def test_what_is_not_cleared_gets_none(
    studio: Any, people: Any, looks: None, verified_alice: Any, authority: Any
) -> None:
    content = coded("jpg")
    blocked = studio.check(content, shot(studio, verified_alice.id, "SH1"))
    assert refused(studio, people.petra, blocked, content).message_id == "credential-not-cleared"


@pytest.mark.attack("B3.credential-expired")
def test_a_receipt_that_expired_or_was_recalled_gets_none(
    studio: Any, people: Any, cleared: Any, verified_alice: Any
) -> None:
    check, content = cleared()
    after, statement = written(studio, check, content)
    receipt = receipt_of(studio, check)
    studio.desk.strikes.throw(people.ursula, AGREEMENT, studio.production)
    with pytest.raises(Conflict) as caught:
        studio.desk.credentials.write(people.petra, check.id, io.BytesIO(content))
    assert caught.value.message_id in STOPPED
    trust = parse_trust(studio.desk.instance_key.trust())
    status = parse_status(json.loads(json.dumps(studio.desk.status.stale_list())), trust, now=studio.desk.clock())
    assert verified(studio, statement, receipt, after, status=status).outcome is Outcome.STALE
    later = studio.desk.clock() + timedelta(hours=73)
    assert verified(studio, statement, receipt, after, now=later).outcome is Outcome.EXPIRED


def test_an_expired_one_gets_none(studio: Any, people: Any, cleared: Any, clock: Any) -> None:
    check, content = cleared()
    clock.forward(hours=73)
    assert refused(studio, people.petra, check, content).message_id == "credential-not-current"


@pytest.mark.attack("B3.credential-race")
def test_what_changes_while_it_is_written_leaves_nothing_behind(
    studio: Any, people: Any, cleared: Any, monkeypatch: Any
) -> None:
    from registry.checks.credentials import service

    check, content = cleared()
    usual = service.write

    def slow(*args: Any, **options: Any) -> Any:
        found = usual(*args, **options)
        studio.desk.strikes.throw(people.ursula, AGREEMENT, studio.production)
        return found

    monkeypatch.setattr(service, "write", slow)
    assert refused(studio, people.petra, check, content).message_id in STOPPED


@pytest.mark.attack("B3.credential-exchanged")
def test_a_file_that_is_exchanged_while_it_is_written_gets_none(
    studio: Any, people: Any, cleared: Any, monkeypatch: Any
) -> None:
    from registry.checks.credentials import service

    check, content = cleared()
    usual = service.write

    def exchanged(file: Any, *args: Any, **options: Any) -> Any:
        [name] = studio.desk.blobs.names()
        with studio.desk.blobs.file(name) as path:
            path.write_bytes(coded("jpg", 2))
        return usual(file, *args, **options)

    monkeypatch.setattr(service, "write", exchanged)
    assert refused(studio, people.petra, check, content).message_id == "check-file-changed"


@pytest.mark.attack("B3.credential-moved")
def test_our_manifest_on_another_picture_counts_for_nothing(studio: Any, cleared: Any) -> None:
    check, content = cleared()
    after, statement = written(studio, check, content)
    other = coded("jpg", 2)
    length = len(after) - len(content)
    at = next(at for at in range(len(content)) if after[:at] + after[at + length :] == content)
    moved = other[:at] + after[at : at + length] + other[at:]
    _, state, said = read(moved, "jpg")
    assert state == "Invalid"
    assert CLEARANCE in said
    assert verified(studio, statement, receipt_of(studio, check), moved).outcome is Outcome.FILE_ALTERED


def test_files_that_cannot_carry_it_are_refused_with_the_way_out(studio: Any, people: Any, cleared: Any) -> None:
    tiff, content = cleared("tif")
    assert refused(studio, people.petra, tiff, content).message_id == "credential-beside-only"
    assert written(studio, tiff, content, beside=True)[0]
    strange, content = cleared("jpg", b"no form that anybody knows", "SH2")
    for beside in (False, True):
        assert refused(studio, people.petra, strange, content, beside=beside).message_id == "credential-no-format"
    damaged, content = cleared("jpg", coded("jpg")[:20], "SH3")
    assert refused(studio, people.petra, damaged, content).message_id.startswith("credential-not-written-")


def test_nothing_of_the_key_is_said_anywhere(
    studio: Any, people: Any, cleared: Any, authority: Path, caplog: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    check, content = cleared("jpg")
    key = (authority / "key.pem").read_text().splitlines()[1]
    written(studio, check, content)
    certificate = studio.desk.credentials._signer()
    assert key not in caplog.text + repr(certificate) + repr(studio.desk.config)
    assert str(authority) not in caplog.text
    (authority / "key.pem").chmod(0o640)
    with pytest.raises(Conflict) as caught:
        studio.desk.credentials.write(people.petra, check.id, io.BytesIO(content))
    assert caught.value.message_id == "credential-certificate-open"
    assert str(authority) not in str(caught.value)


def test_each_written_file_is_in_the_ledger(studio: Any, people: Any, cleared: Any) -> None:
    check, content = cleared()
    after, statement = written(studio, check, content)
    assert studio.desk.credentials.known(statement["receipt_id"], hashlib.sha256(after).hexdigest()) is not None
    assert studio.desk.credentials.known(statement["receipt_id"], "0" * 64) is None
    assert studio.desk.credentials.known("R-OTHER", hashlib.sha256(after).hexdigest()) is None
