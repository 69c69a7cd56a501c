"""A proxy's receipt is carried over to its master where both show the same, and nowhere else."""

import hashlib
import io
import json
from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from consent.conform import verify_conform
from consent.receipt import Outcome
from consent.trust import parse_status, parse_trust
from registry.checks.conforms import nobody_new
from registry.cli.conform import conform
from registry.cli.verify import verify
from registry.core.errors import Conflict, NotFound
from registry.core.texts import say
from tests.matching.test_copies import PORTRAITS, coded, of
from tests.registry.checks.conftest import AGREEMENT, as_replica, shot, tell_contact
from tests.registry.web.conftest import app, visit, visitor

__all__ = ["app", "visit", "visitor"]

SHOT, OTHER = "anselm-pryce", "greta-holmqvar"


@pytest.fixture
def sees(fake_matching: Any) -> Callable[..., bytes]:
    shown = {"shot": PORTRAITS[SHOT], "master": coded(PORTRAITS[SHOT], 95), "other": PORTRAITS[OTHER]}
    shown["mirrored"] = np.ascontiguousarray(PORTRAITS[SHOT][:, ::-1])
    fake_matching.prints = {name: (of(picture), picture) for name, picture in shown.items()}

    def picture(*faces: str, frames: str) -> bytes:
        content: bytes = fake_matching.picture(*faces).read_bytes()
        return content + f"\n# frames {frames}\n".encode()

    return picture


@pytest.fixture
def proxy(studio: Any, verified_alice: Any, sees: Any) -> Any:
    studio.consent(verified_alice, "alice")
    view = studio.check(sees("alice", frames="shot"), shot(studio, verified_alice.id, "SH1"))
    assert view.verdict == "cleared"
    return view


def master_of(studio: Any, performer: str, content: bytes, unit: str = "SH1", **changes: Any) -> Any:
    """A later version of the unit, which nobody has approved yet."""
    declared = shot(studio, performer, unit, 2, **changes)
    tell_contact(studio, declared)
    queued = studio.desk.checks.register(
        studio.people.petra, studio.production, io.BytesIO(content), "master.mov", declared
    )
    studio.desk.examiner.run(queued.id)
    return studio.desk.checks.get(studio.people.petra, queued.id)


def stated(studio: Any, proxy: Any, master: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(studio.desk.conforms.state(studio.people.petra, proxy.id, master.id)))
    return found


def verified(studio: Any, proxy: Any, statement: dict[str, Any], content: bytes, **more: Any) -> Any:
    receipt = json.loads(json.dumps(studio.desk.checks.receipt(studio.people.petra, proxy.id)))
    trust = parse_trust(studio.desk.instance_key.trust())
    sha256 = hashlib.sha256(content).hexdigest()
    return verify_conform(
        statement, receipt, trust, **{"now": studio.desk.clock(), "file_sha256": sha256, "offline": True} | more
    )


def test_a_master_of_the_same_frames_and_people_has_the_receipt_carried_over(
    studio: Any, proxy: Any, verified_alice: Any, sees: Any
) -> None:
    content = sees("alice", frames="master")
    master = master_of(studio, verified_alice.id, content)
    assert master.verdict == "needs_approval"  # the commissioner's yes is bound to the proxy
    statement = stated(studio, proxy, master)
    assert (statement["lacks"], statement["differs"]) == ([], [])
    found = verified(studio, proxy, statement, content)
    assert (found.outcome, found.releases, found.exit_status) == (Outcome.VALID, True, 0)
    assert studio.desk.checks.get(studio.people.petra, master.id).verdict == "needs_approval"  # it changes no decision


@pytest.mark.attack("B7.conform-frames")
@pytest.mark.parametrize("frames", ["other", "mirrored"])
def test_other_frames_carry_nothing_over(studio: Any, proxy: Any, verified_alice: Any, sees: Any, frames: str) -> None:
    content = sees("alice", frames=frames)
    statement = stated(studio, proxy, master_of(studio, verified_alice.id, content))
    assert "frames" in statement["lacks"]
    assert verified(studio, proxy, statement, content).exit_status == Outcome.FILE_ALTERED


@pytest.mark.attack("B7.conform-people")
@pytest.mark.parametrize("faces", [(), ("alice", "stranger"), ("stranger",), ("alice", "alice unread=1")])
def test_the_same_frames_with_other_people_carry_nothing_over(
    studio: Any, proxy: Any, verified_alice: Any, sees: Any, faces: tuple[str, ...]
) -> None:
    """A face that is exchanged in a corner leaves a perceptual hash as it is."""
    content = sees(*faces, frames="master")
    statement = stated(studio, proxy, master_of(studio, verified_alice.id, content))
    assert "people" in statement["lacks"]
    assert not verified(studio, proxy, statement, content).releases


@pytest.mark.attack("B7.conform-more")
@pytest.mark.parametrize(
    ("proxy", "master", "holds"),
    [
        (["match", "none"], ["match", "none"], True),
        (["match", "none", "none"], ["none", "match"], True),
        (["match", "not_identifiable"], ["match", "not_identifiable"], True),
        (["match", "not_identifiable"], ["match", "not_identifiable", "not_identifiable"], False),
        (["match", "not_identifiable"], ["match", "none"], False),
        (["match"], ["match", "none"], False),
        (["match", "possible"], ["match", "possible"], False),
        (["match", "cannot_decide"], ["match", "cannot_decide"], False),
    ],
)
def test_a_master_shows_no_more_people_than_its_proxy(proxy: list[str], master: list[str], holds: bool) -> None:
    assert nobody_new(proxy, master) is holds


@pytest.mark.attack("B7.conform-declaration")
def test_another_declaration_carries_nothing_over(studio: Any, proxy: Any, verified_alice: Any, sees: Any) -> None:
    declared = studio.declare(as_replica(verified_alice.id))["use"] | {"medium": "commercial"}
    master = master_of(studio, verified_alice.id, sees("alice", frames="master"), use=declared)
    assert "declaration" in stated(studio, proxy, master)["lacks"]


@pytest.mark.attack("B7.conform-altered")
def test_a_statement_that_was_altered_or_is_of_another_master_counts_for_nothing(
    studio: Any, proxy: Any, verified_alice: Any, sees: Any
) -> None:
    content, other = sees("alice", frames="master"), sees("alice", frames="other")
    good = stated(studio, proxy, master_of(studio, verified_alice.id, content))
    bad = stated(studio, proxy, master_of(studio, verified_alice.id, other, "SH1"))
    assert verified(studio, proxy, good, other).outcome is Outcome.FILE_ALTERED
    assert verified(studio, proxy, bad | {"lacks": []}, other).outcome is Outcome.RECEIPT_ALTERED
    assert verified(studio, proxy, good | {"master": bad["master"]}, other).outcome is Outcome.RECEIPT_ALTERED


@pytest.mark.attack("B7.conform-other-receipt")
def test_it_counts_with_its_own_receipt_alone_and_no_longer_than_that(
    studio: Any, proxy: Any, verified_alice: Any, sees: Any
) -> None:
    content = sees("alice", frames="master")
    statement = stated(studio, proxy, master_of(studio, verified_alice.id, content))
    another = studio.check(sees("alice", frames="shot"), shot(studio, verified_alice.id, "SH2"))
    assert verified(studio, another, statement, content).outcome is Outcome.RECEIPT_ALTERED
    later = studio.desk.clock() + timedelta(hours=73)
    assert verified(studio, proxy, statement, content, now=later).outcome is Outcome.EXPIRED


@pytest.mark.attack("B7.conform-withdrawn")
def test_what_stops_the_proxy_stops_what_was_carried_over(
    studio: Any, people: Any, proxy: Any, verified_alice: Any, sees: Any
) -> None:
    content = sees("alice", frames="master")
    statement = stated(studio, proxy, master_of(studio, verified_alice.id, content))
    receipt = json.loads(json.dumps(studio.desk.checks.receipt(people.petra, proxy.id)))
    studio.desk.strikes.throw(people.ursula, AGREEMENT, studio.production)
    trust = parse_trust(studio.desk.instance_key.trust())
    status = parse_status(json.loads(json.dumps(studio.desk.status.stale_list())), trust, now=studio.desk.clock())
    sha256 = hashlib.sha256(content).hexdigest()
    found = verify_conform(statement, receipt, trust, now=studio.desk.clock(), file_sha256=sha256, status=status)
    assert found.outcome is Outcome.STALE


def test_without_a_receipt_that_counts_nothing_is_carried_over(
    studio: Any, people: Any, verified_alice: Any, sees: Any
) -> None:
    blocked = studio.check(sees("alice", frames="shot"), shot(studio, verified_alice.id, "SH1"))
    master = master_of(studio, verified_alice.id, sees("alice", frames="master"))
    with pytest.raises(Conflict):
        studio.desk.conforms.state(people.petra, blocked.id, master.id)


@pytest.mark.attack("B7.conform-foreign")
def test_another_production_s_checks_are_not_there(
    studio: Any, people: Any, proxy: Any, verified_alice: Any, sees: Any
) -> None:
    master = master_of(studio, verified_alice.id, sees("alice", frames="master"))
    for who in (people.quentin, people.alice, people.ursula):
        with pytest.raises(NotFound):
            studio.desk.conforms.state(who, proxy.id, master.id)
        with pytest.raises(NotFound):
            studio.desk.conforms.masters(who, proxy.id)


def test_the_masters_to_choose_from_are_other_files_of_the_unit(
    studio: Any, people: Any, proxy: Any, verified_alice: Any, sees: Any
) -> None:
    master = master_of(studio, verified_alice.id, sees("alice", frames="master"))
    studio.check(sees("alice", frames="shot"), shot(studio, verified_alice.id, "SH9"))
    assert [one.id for one in studio.desk.conforms.masters(people.petra, proxy.id)] == [master.id]


def test_the_command_the_page_and_the_program_s_door_state_the_same(
    studio: Any, proxy: Any, verified_alice: Any, sees: Any, visit: Any, tmp_path: Path, monkeypatch: Any
) -> None:
    content = sees("alice", frames="master")
    master = master_of(studio, verified_alice.id, content)
    petra = visit("petra")
    assert "conform-master" not in (page := petra.get(f"/checks/{proxy.id}/conform?master={master.id}").text)
    assert say("conform-carried") in page
    signed = petra.post(f"/checks/{proxy.id}/conform", data={"master": master.id})
    receipt, trust, statement, asset = (tmp_path / name for name in ("r.json", "t.json", "c.json", "master.mov"))
    statement.write_bytes(signed.data)
    asset.write_bytes(content)
    receipt.write_text(json.dumps(studio.desk.checks.receipt(studio.people.petra, proxy.id)))
    trust.write_text(json.dumps(studio.desk.instance_key.trust()))
    now = studio.desk.clock().isoformat()
    asked = [
        str(receipt),
        "--conform",
        str(statement),
        "--trust",
        str(trust),
        "--file",
        str(asset),
        "--now",
        now,
        "--offline",
    ]
    found = CliRunner().invoke(verify, asked)
    assert found.exit_code == 0, found.output
    assert "carried over to this master" in found.output
    monkeypatch.setattr("registry.cli.conform.at_desk", lambda: nullcontext(studio.desk))
    stated_too = CliRunner().invoke(conform, [proxy.id, master.id, "--as", "petra@example.org", "--json"])
    assert stated_too.exit_code == 0
    same = {"receipt_sha256", "master", "agrees", "differs", "lacks", "expires_at"}
    one, other = json.loads(signed.data), json.loads(stated_too.stdout)
    assert {name: one[name] for name in same} == {name: other[name] for name in same}


def test_the_command_says_why_it_is_not_carried_over(
    studio: Any, proxy: Any, verified_alice: Any, sees: Any, monkeypatch: Any
) -> None:
    master = master_of(studio, verified_alice.id, sees("alice", frames="other"))
    monkeypatch.setattr("registry.cli.conform.at_desk", lambda: nullcontext(studio.desk))
    found = CliRunner().invoke(conform, [proxy.id, master.id, "--as", "petra@example.org"])
    assert (found.exit_code, say("conform-lacks-frames") in found.output) == (3, True)
