"""`likeness decide`: answers, exit statuses, refusals."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from registry.cli import main
from tests.common.parts import PROJECT
from tests.consent import corpus

CASES = corpus.everything()
BY_STATUS = {0: "scope-count-last", 1: "scope-project-other", 3: "form-unsure"}


def decide(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["decide", *map(str, arguments)])


def written(folder: Path, case: Any, name: str = "case.json") -> Path:
    file = folder / name
    file.write_text(json.dumps(case), encoding="utf-8")
    return file


@pytest.mark.parametrize("status", BY_STATUS)
def test_the_exit_status_tells_the_verdict(tmp_path: Path, status: int) -> None:
    case, verdict = CASES[BY_STATUS[status]]
    answer = decide(written(tmp_path, case), "--json")
    assert answer.exit_code == status
    assert json.loads(answer.stdout)["verdict"] == verdict


def test_the_example_in_the_documents_is_blocked_for_its_territory() -> None:
    answer = decide(PROJECT / "docs" / "CASE.example.json")
    assert answer.exit_code == 1
    assert "this use is for Brazil" in answer.stdout


def test_telling_is_not_yet(tmp_path: Path) -> None:
    assert decide(written(tmp_path, CASES["draft-previs-untold"][0])).exit_code == 3


def test_lines_are_answered_line_by_line_and_end_with_the_worst(tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    wrapped = [{"id": name, "inputs": case} for name, (case, _) in corpus.decided().items()]
    file.write_text("\n".join(map(json.dumps, wrapped)) + "\n\n", encoding="utf-8")
    answer = decide(file, "--json")
    found = {line["id"]: line["verdict"] for line in map(json.loads, answer.stdout.splitlines())}
    assert found == {name: verdict for name, (_, verdict) in corpus.decided().items()}
    assert answer.exit_code == 1


def test_a_bad_line_gets_no_verdict_and_hides_no_other(tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    good = json.dumps(CASES["scope-count-last"][0])
    file.write_text(f'{good}\n{{"check_date": 7}}\n{good}\n', encoding="utf-8")
    answer = decide(file, "--json")
    lines = [json.loads(line) for line in answer.stdout.splitlines()]
    assert [line["status"] for line in lines] == ["decided", "bad_input", "decided"]
    assert "verdict" not in lines[1]
    assert lines[1]["error"]["path"] == "$.check_date"
    assert "cases.jsonl:2: $.check_date" in answer.stderr
    assert answer.exit_code == 2


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        (b"", "$"),
        (b"\xff", "$"),
        (b"[" * 10_000, "$"),
        (b'{"check_date":' * 10_000, "$"),
        (b'"' + b"x" * 5_000_000 + b'"', "$"),
        (b'{"check_date": "2026-11-22", "persons": [{"ref": 1}]}', "$.persons[0]"),
        (
            b'{"check_date": "2026-11-22", "compensation": {"multiple_of_scale": 1e308}}',
            "$.compensation.multiple_of_scale",
        ),
    ],
    ids=["empty", "not-utf8", "deep", "deep-objects", "long", "wrong-type", "1e308"],
)
def test_bad_input_is_refused_with_its_place_and_no_verdict(tmp_path: Path, raw: bytes, path: str) -> None:
    file = tmp_path / "case.json"
    file.write_bytes(raw)
    answer = decide(file, "--json")
    assert answer.exit_code == 2
    assert answer.stdout == ""
    assert answer.stderr.startswith(f"case.json: {path}")
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize("raw", [b"", b"\n \n"])
def test_a_file_of_no_cases_clears_nothing(tmp_path: Path, raw: bytes) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_bytes(raw)
    answer = decide(file)
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert answer.stderr.startswith("cases.jsonl: no case in it")


def test_a_missing_file_is_wrong_usage(tmp_path: Path) -> None:
    assert decide(tmp_path / "nothing.json").exit_code == 2


def test_words_say_what_to_ask_of_whom(tmp_path: Path) -> None:
    answer = decide(written(tmp_path, CASES["dub-not-granted"][0]))
    assert answer.stdout.startswith("BLOCKED\n")
    assert "The consent covers English; this use is in Spanish." in answer.stdout
    assert "Ask the performer for a separate writing that names the language Spanish." in answer.stdout


def test_what_fails_inside_cannot_be_decided(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consent.clearance.engine.Facts", lambda case: 1 / 0)
    answer = decide(written(tmp_path, CASES["scope-count-last"][0]), "--json")
    assert answer.exit_code == 4
    assert json.loads(answer.stdout)["verdict"] is None


@pytest.mark.attack("F.lines")
def test_no_name_of_a_file_or_a_case_writes_a_line_of_its_own(tmp_path: Path) -> None:
    wrapped = {"id": "SH-1\nSH-2: Cleared\x1b[8m", "inputs": CASES["scope-project-other"][0]}
    answer = decide(written(tmp_path, wrapped))
    assert answer.exit_code == 1
    assert answer.stdout.startswith("SH-1\\nSH-2: Cleared\\x1b[8m: ")
    assert "\x1b" not in answer.stdout
    refused = decide(written(tmp_path, {"check_date": 7}, "case\nSH-2: Cleared.json"))
    assert refused.exit_code == 2
    assert refused.stderr.startswith("case\\nSH-2: Cleared.json: ")
