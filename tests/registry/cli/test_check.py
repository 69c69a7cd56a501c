"""`likeness production | consent | check | audit` as a shell sees them: from a request for consent to a receipt."""

import hashlib
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from consent.keyfile import write_key
from consent.signature import new_key
from consent.terms import PRINCIPLES
from matching.media import stream
from matching.reasons import Undecidable
from registry.cli import main
from registry.cli.common import at_desk
from registry.core.config import Config
from registry.desk import Desk
from registry.productions.declaration import parse_declaration
from tests.common.clips import numbered
from tests.common.films import Film, film
from tests.common.parts import PROJECT
from tests.common.squares import Squares, thresholds
from tests.registry.checks.conftest import AGREEMENT, Inline, a_declaration, a_scope, as_replica
from tests.registry.conftest import PASSWORD, THRESHOLDS


def run(*arguments: str, said: str = "") -> Result:
    return CliRunner().invoke(main, list(arguments), input=said)


def done(*arguments: str, said: str = "") -> dict[str, Any]:
    result = run(*arguments, "--json", said=said)
    assert result.exit_code == 0, result.stderr
    return dict(json.loads(result.stdout))


@pytest.fixture
def instance(
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    fast_hasher: Any,
    fake_matching: Any,
) -> dict[str, Any]:
    """An instance with Alice (verified), Ursula's union, and Petra's production under its agreement; made once, and copied."""
    monkeypatch.chdir(tmp_path)

    def desk(config: Config) -> Desk:
        return Desk(config, hasher=fast_hasher, examine=fake_matching.examine, thresholds=THRESHOLDS)

    monkeypatch.setattr("registry.cli.common.Desk", desk)
    monkeypatch.setattr("registry.cli.instance.Desk", desk)
    monkeypatch.setattr(Desk, "hand", lambda desk: Inline(desk))
    monkeypatch.setattr("registry.cli.checking.begin", lambda: None)
    once = tmp_path_factory.getbasetemp() / "instance-of-commands"
    if not once.exists():
        Path("made.json").write_text(json.dumps(_make(tmp_path, fast_hasher, fake_matching)))
        shutil.copytree(tmp_path, once)
    shutil.copytree(once, tmp_path, dirs_exist_ok=True)
    return json.loads(Path("made.json").read_text()) | {"matching": fake_matching}


def _make(tmp_path: Path, fast_hasher: Any, fake_matching: Any) -> dict[str, str]:
    made = run("init", "--admin", "ada@example.org", "--password-stdin", said=PASSWORD + "\n")
    assert made.exit_code == 0, made.stderr
    done("union", "add", "players-guild", "--name", "Guild", "--agreement", AGREEMENT, "--as", "ada@example.org")
    for name, more in (("ursula", ("--union", "players-guild")), ("alice", ()), ("petra", ()), ("conrad", ())):
        add = ("user", "add", f"{name}@example.org", "--name", name.title(), "--password-stdin", *more)
        done(*add, "--as", "ada@example.org", said=PASSWORD + "\n")
    keys = {name: new_key(name) for name in ("alice", "ursula")}
    for name, key in keys.items():
        write_key(tmp_path / f"{name}-key.json", key)
    opened = Desk(Config(), hasher=fast_hasher, examine=fake_matching.examine, thresholds=THRESHOLDS)
    who = {name: _identity(opened, name) for name in ("ursula", "alice")}
    account = who["alice"].account_id
    performer = opened.performers.register(who["alice"], "Alice", account, unions=["players-guild"]).id
    opened.unions.confirm_membership(who["ursula"], performer, "players-guild")
    alice = _identity(opened, "alice")
    text = opened.performers.release_text("en")
    opened.performers.sign_release(alice, performer, "en", text.digest)
    opened.performers.enrol(alice, performer, [fake_matching.picture("alice") for _ in range(3)])
    opened.close()
    done("performer", "add-key", performer, str(tmp_path / "alice-key.json"), "--as", "alice@example.org")
    done("union", "add-key", "players-guild", str(tmp_path / "ursula-key.json"), "--as", "ursula@example.org")
    opened = Desk(Config(), hasher=fast_hasher)
    opened.performers.verify(who["ursula"], performer, "Alice", keys["alice"].fingerprint, "met in person")
    opened.close()
    production = done(
        *("production", "add", "--title", "Night", "--company", "Ltd", "--kind", "series", "--agreement", AGREEMENT),
        *("--as", "petra@example.org"),
    )["id"]
    done("production", "confirm", production, AGREEMENT, "--as", "ursula@example.org")
    with at_desk() as desk:
        contact = _identity(desk, "conrad").account_id
        desk.accounts.grant_production(_identity(desk, "ada"), contact, production, "commissioner")
    return {"performer": performer, "production": production}


def _identity(desk: Desk, name: str) -> Any:
    account = desk.accounts.by_email(f"{name}@example.org")
    assert account is not None
    return desk.accounts.identity(account.id)


def use(instance: dict[str, Any], **changes: Any) -> str:
    declared = a_declaration(instance["production"], as_replica(instance["performer"])) | changes
    Path("USE.json").write_text(json.dumps(declared))
    return "USE.json"


def drafted_waits_for(consent: str) -> list[str]:
    return list(done("consent", "show", consent, "--as", "petra@example.org")["waiting_for"])


def give_consent(instance: dict[str, Any]) -> str:
    Path("scope.json").write_text(json.dumps(a_scope(instance["production"])))
    parties = ("--performer", instance["performer"], "--production", instance["production"])
    drafted = done("consent", "draft", *parties, "--scope", "scope.json", "--as", "petra@example.org")
    consent = str(drafted["id"])
    assert f"likeness consent sign {consent}.json" in drafted["sign_with"]
    assert drafted_waits_for(consent) == ["performer", "players-guild"]
    signed = run("consent", "sign", f"{consent}.json", "--key", "alice-key.json", "--yes")
    assert signed.exit_code == 0, signed.stderr
    handed = done("consent", "hand-in", f"{consent}.signed.json", "--as", "alice@example.org")
    assert (handed["state"], handed["waiting_for"]) == ("requested", ["players-guild"])
    counter = ("consent", "sign", f"{consent}.signed.json", "--key", "ursula-key.json", "--countersign", "--yes")
    assert run(*counter).exit_code == 0
    given = done(
        *("consent", "countersign", f"{consent}.signed.json", "--specific", "yes", "--as", "ursula@example.org")
    )
    assert given["state"] == "given"
    return consent


def check(instance: dict[str, Any], *faces: str, options: tuple[str, ...] = ()) -> Result:
    """Checks a shot of its own, which the commissioner's contact has approved."""
    picture = instance["matching"].picture(*faces)
    declared = use(instance, unit={"id": picture.stem, "version": 1})
    with at_desk() as desk:
        digest = parse_declaration(Path(declared).read_bytes()).sha256
        about = {"production_id": instance["production"], "declaration_sha256": digest}
        desk.approvals.give(_identity(desk, "petra"), "disclosed", "told", **about)
        about["file_sha256"] = hashlib.sha256(picture.read_bytes()).hexdigest()
        desk.approvals.give(_identity(desk, "conrad"), "written", "granted", **about)
    return run("check", str(picture), "--use", declared, "--as", "petra@example.org", *options)


def test_from_a_draft_to_a_cleared_check_with_its_receipt(instance: dict[str, Any]) -> None:
    give_consent(instance)
    result = check(instance, "alice", options=("--json", "--receipt", "receipt.json"))
    assert result.exit_code == 0, result.stderr
    answer = json.loads(result.stdout)
    assert (answer["status"], answer["verdict"], answer["receipt"]) == ("decided", "cleared", "receipt.json")
    assert json.loads(Path("receipt.json").read_text())["receipt_id"].startswith("RC-")
    assert "%" in result.stderr  # progress goes there


def test_every_verdict_has_its_exit_status(instance: dict[str, Any]) -> None:
    assert check(instance, "alice").exit_code == 1
    give_consent(instance)
    assert check(instance, "alice").exit_code == 0
    assert check(instance, "alice", "alice").exit_code == 3
    assert check(instance, "alice", "stranger size=5").exit_code == 3
    assert check(instance, "alice", "stranger unread=1").exit_code == 4


def test_the_answer_names_the_check_and_a_production_that_is_not_ones_own_is_named(instance: dict[str, Any]) -> None:
    give_consent(instance)
    told = check(instance, "alice")
    assert re.search(r"\(K-[0-9A-Z]{10}\)$", told.stdout.splitlines()[0])
    elsewhere = use(instance, production="PR-7K3M9QX2BD")
    refused = run("check", str(instance["matching"].picture("alice")), "--use", elsewhere, "--as", "petra@example.org")
    assert refused.exit_code == 2
    assert "USE.json: production: this account does not work for PR-7K3M9QX2BD" in refused.stderr
    assert run("user", "offers", "--as", "petra@example.org").stderr.strip() == "Nothing here yet."


def test_a_declaration_that_contradicts_itself_or_a_version_that_is_taken_is_wrong_input(
    instance: dict[str, Any],
) -> None:
    give_consent(instance)
    first = check(instance, "alice")
    assert first.exit_code == 0
    unit = json.loads(Path("USE.json").read_text())["unit"]
    other = str(instance["matching"].picture("alice"))
    taken = run("check", other, "--use", use(instance, unit=unit), "--as", "petra@example.org")
    assert (taken.exit_code, "Version 1 of this unit is already cleared" in taken.stderr) == (2, True)
    twice = a_declaration(instance["production"], *[as_replica(instance["performer"])] * 2)
    temporary = dict.fromkeys(PRINCIPLES, "yes")
    for said, where in (
        ({"cast": twice["cast"]}, "cast.1.performer"),
        ({"principles": temporary}, "principles.temporary_only"),
    ):
        refused = run("check", other, "--use", use(instance, **said), "--as", "petra@example.org")
        assert (refused.exit_code, where in refused.stderr) == (2, True)
        assert "Traceback" not in refused.stderr


def test_the_answer_is_told_in_words(instance: dict[str, Any]) -> None:
    result = check(instance, "alice")
    assert "blocked" in result.stdout
    assert "Ask Guild (" in result.stdout
    assert "Pay the performer" in result.stdout


def test_a_file_that_cannot_be_read_is_named_with_what_is_wrong(instance: dict[str, Any]) -> None:
    Path("empty.jpg").touch()
    result = run("check", "empty.jpg", "--use", use(instance), "--as", "petra@example.org")
    assert result.exit_code == 4
    assert "empty.jpg is empty" in result.stdout


def test_terms_that_cannot_be_signed_are_named_one_by_one(instance: dict[str, Any]) -> None:
    Path("scope.json").write_text(json.dumps(a_scope(instance["production"]) | {"media": ["opera"], "max_uses": 0}))
    parties = ("--performer", instance["performer"], "--production", instance["production"])
    result = run("consent", "draft", *parties, "--scope", "scope.json", "--as", "petra@example.org")
    assert result.exit_code == 2
    assert "scope.media" in result.stderr
    assert "scope.max_uses" in result.stderr
    assert "Traceback" not in result.stderr
    assert list(Path().glob("C-*.json")) == []


def test_the_example_of_a_scope_can_be_signed(instance: dict[str, Any]) -> None:
    scope = json.loads((PROJECT / "docs" / "SCOPE.example.json").read_text())
    Path("scope.json").write_text(json.dumps(scope | {"project_ids": [instance["production"]]}))
    parties = ("--performer", instance["performer"], "--production", instance["production"])
    assert done("consent", "draft", *parties, "--scope", "scope.json", "--as", "petra@example.org")["id"]


def test_a_receipt_is_verified_with_the_trust_file_that_the_instance_writes(instance: dict[str, Any]) -> None:
    give_consent(instance)
    assert check(instance, "alice", options=("--receipt", "receipt.json")).exit_code == 0
    assert run("audit", "trust", "--out", "trust.json").exit_code == 0
    assert run("audit", "status", "--out", "status.json").exit_code == 0
    *_enrolled, picture = sorted(Path(instance["matching"].folder).iterdir(), key=lambda path: (len(path.name), path))
    compared = ("--file", str(picture), "--use", "USE.json")
    assert run("verify", "receipt.json", "--trust", "trust.json").exit_code == 10
    assert run("verify", "receipt.json", "--trust", "trust.json", *compared, "--offline").exit_code == 0
    assert run("verify", "receipt.json", "--trust", "trust.json", *compared, "--status", "status.json").exit_code == 0


def test_withdrawing_ends_it_at_once_and_the_production_reads_only_that_it_ended(instance: dict[str, Any]) -> None:
    consent = give_consent(instance)
    assert done("consent", "withdraw", consent, "--as", "alice@example.org")["state"] == "withdrawn"
    assert done("consent", "show", consent, "--as", "petra@example.org")["state"] == "ended"
    assert check(instance, "alice").exit_code == 1


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"surprise": 1}, "surprise"),
        ({"asset": {"stage": "final"}}, "asset.element"),
        ({"others": None}, "others"),
    ],
)
def test_a_declaration_with_wrong_keys_is_refused_with_the_path(
    instance: dict[str, Any], changes: dict[str, Any], complaint: str
) -> None:
    picture = instance["matching"].picture("alice")
    result = run("check", str(picture), "--use", use(instance, **changes), "--as", "petra@example.org")
    assert result.exit_code == 2
    assert complaint in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "nothing.jpg", "--use", "USE.json", "--as", "petra@example.org"),
        ("check", "picture.jpg", "--as", "petra@example.org"),
        ("check", "picture.jpg", "--use", "USE.json"),
        ("check", "picture.jpg", "--use", "USE.json", "--as", "nobody@example.org"),
        ("check", "picture.jpg", "--use", "USE.json", "--as", "alice@example.org"),
        ("check", "picture.jpg", "--use", "picture.jpg", "--as", "petra@example.org"),
        ("check", "picture.jpg", "--use", "USE.json", "--as", "petra@example.org", "--receipt", "no/such/folder.json"),
        ("production", "show", "PR-UNKNOWN", "--as", "petra@example.org"),
        ("consent", "show", "C-UNKNOWN", "--as", "petra@example.org"),
        ("consent", "hand-in", "USE.json", "--as", "alice@example.org"),
    ],
)
def test_wrong_usage_is_status_2_without_a_trace(instance: dict[str, Any], arguments: tuple[str, ...]) -> None:
    use(instance)
    Path("picture.jpg").write_text("alice")
    result = run(*arguments)
    assert result.exit_code == 2
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


def test_the_ledger_is_whole_until_somebody_alters_it(instance: dict[str, Any]) -> None:
    give_consent(instance)
    assert done("audit", "verify")["whole"]
    lines = run("audit", "export", "--as", "ursula@example.org").stdout.splitlines()
    assert [json.loads(line)["kind"] for line in lines[-2:]] == ["consent.given", "records.bound"]
    assert run("audit", "export", "--as", "petra@example.org").exit_code == 2
    with sqlite3.connect(Config().home / "registry.sqlite") as database:
        database.execute("UPDATE event SET actor = 'somebody' WHERE kind = 'consent.signed'")
    database.close()
    broken = run("audit", "verify", "--json")
    assert (broken.exit_code, json.loads(broken.stdout)["what"]) == (6, "altered")


def test_the_command_examines_in_a_process_of_its_own_with_the_real_eyes(models: Path, own_home: Path) -> None:
    """No part is invented here: the picture is that of somebody who does not exist, in a registry without anybody."""
    likeness = [sys.executable, "-c", "from registry.cli import main; main()"]
    environment = os.environ | {"LIKENESS_HOME": str(own_home), "PYTHONPATH": str(PROJECT)}

    def likely(*arguments: str, said: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*likeness, *arguments], input=said, env=environment, capture_output=True, text=True, timeout=120
        )

    password = f"{PASSWORD}\n"
    ended = likely("init", "--admin", "ada@example.org", "--password-stdin", said=password)
    assert ended.returncode == 0, ended.stderr
    user = ("user", "add", "petra@example.org", "--name", "Petra", "--password-stdin", "--as", "ada@example.org")
    assert likely(*user, said=password).returncode == 0
    add = ("production", "add", "--title", "Night", "--company", "Ltd", "--kind", "series", "--as", "petra@example.org")
    added = likely(*add, "--json")
    assert added.returncode == 0, added.stderr
    use = own_home.parent / "USE.json"
    use.write_text(json.dumps(a_declaration(json.loads(added.stdout)["id"])), encoding="utf-8")
    picture = str(PROJECT / "registry/demo/pictures/strangers/stranger-1/1.jpg")
    ended = likely("check", picture, "--use", str(use), "--as", "petra@example.org", "--json")
    assert ended.returncode == 4, ended.stderr  # nobody is registered, so nobody can be excluded
    (person,) = json.loads(ended.stdout)["persons"]
    assert (person["reasons"][0]["params"], len(person["boxes"])) == ({"reason": "gallery.empty"}, 1)
    assert "(90 %)" in ended.stderr
    assert list((own_home / "uploads").iterdir()) == []


def test_a_check_that_waits_is_cancelled(instance: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("registry.cli.check.see_through", lambda *_what: None)
    asked = check(instance, "alice")
    assert asked.exit_code == 4
    waits = json.loads(run("report", "checks", "--as", "petra@example.org", "--json").stdout)["checks"][0]
    assert waits["state"] == "queued"
    assert run("cancel", waits["check"], "--as", "alice@example.org").exit_code == 2
    assert done("cancel", waits["check"], "--as", "petra@example.org")["status"] == "cannot_decide"
    over = json.loads(run("report", "checks", "--as", "petra@example.org", "--json").stdout)["checks"][0]
    assert (over["state"], over["status"]) == ("failed", "cannot_decide")
    again = run("cancel", waits["check"], "--as", "petra@example.org")
    assert again.exit_code == 2
    assert "has already ended" in again.stderr


def test_how_far_the_pieces_are_is_said_while_a_command_waits(
    instance: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "MEDIA", (Film(3), *stream.MEDIA))
    monkeypatch.setattr(
        "registry.cli.common.Desk", lambda config: Desk(config, senses=[Squares("body")], thresholds=thresholds("body"))
    )
    Path("story.film").write_bytes(film("12 red@40"))
    result = run("check", "story.film", "--use", use(instance), "--as", "petra@example.org")
    told = [line.partition(": ")[2] for line in result.stderr.splitlines()]
    assert told[0].startswith("1 of 3 pieces done, less than a minute left (23 %)")
    assert told[2].startswith("3 of 3 pieces done")
    assert told[3].startswith("Comparing")


def test_a_folder_of_frames_is_checked_as_one_file(instance: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path("shot")
    folder.mkdir()
    for number in range(3):
        (folder / f"shot.{number:04}.png").write_bytes(saved(numbered(number)))
    seen: list[tuple[str, list[int]]] = []

    def examine(path: Path, *_: object, **__: object) -> Any:
        pieces = [list(piece.frames) for piece in stream.opened(path).pieces]
        seen.append((hashlib.sha256(path.read_bytes()).hexdigest(), [frame.number for frame in pieces[0]]))
        raise Undecidable("film.no-frames", name=path.name)

    monkeypatch.setattr(instance["matching"], "examine", examine)
    monkeypatch.setattr("registry.cli.common.Desk", lambda config: Desk(config, examine=examine, thresholds=THRESHOLDS))
    options = ("--use", use(instance), "--as", "petra@example.org")
    result = run("check", str(folder), "--rate", "25", "--pack", "kept.zip", *options)
    assert result.exit_code == 4, result.stderr
    assert re.search(r"Manifest of the frames \(SHA-256\): [0-9a-f]{64}", result.stderr)
    assert result.stdout.startswith("kept.zip: ")
    assert seen == [(hashlib.sha256(Path("kept.zip").read_bytes()).hexdigest(), [0, 1, 2])]
    assert run("check", str(folder), "--rate", "fast", *options).exit_code == 2


def saved(picture: Any) -> bytes:
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "PNG")
    return file.getvalue()
