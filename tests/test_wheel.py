"""What is installed with pip is whole: built from the source archive, it holds every file that the code reads, and it works from a
folder of its own, in an environment that knows nothing of the checkout."""

import importlib.util
import json
import os
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.common.parts import PROJECT
from tests.test_house import tracked

pytestmark = pytest.mark.slow

ROOMS = ("consent", "matching", "registry")
BESIDE = ("templates", "migrations")


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    spec = importlib.util.spec_from_file_location("make_dist", PROJECT / "scripts" / "make_dist.py")
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    made.build(folder)
    return folder


@pytest.fixture(scope="module")
def unpacked(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's content, as pip would lay it out."""
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(next(dist.glob("likeness_registry-*.whl"))) as wheel:
        wheel.extractall(folder)
    return folder


def shipped() -> dict[str, Path]:
    """Every file of the repository that belongs to the program -> where it lies once it is installed."""
    names = [path.relative_to(PROJECT) for path in tracked()]
    inside = {str(name): name for name in names if name.parts[0] in ROOMS}
    beside = {str(name): Path("registry") / name for name in names if name.parts[0] in BESIDE or str(name) == "wsgi.py"}
    return inside | beside


def test_the_wheel_holds_every_file_of_the_program_and_no_other(unpacked: Path) -> None:
    there = {path.relative_to(unpacked): path for path in unpacked.rglob("*") if path.is_file()}
    there = {name: path for name, path in there.items() if not name.parts[0].endswith(".dist-info")}
    wanted = shipped()
    assert len(wanted) > 400
    assert sorted(map(str, set(wanted.values()) ^ set(there))) == []
    assert [name for name, at in wanted.items() if (PROJECT / name).read_bytes() != there[at].read_bytes()] == []


def test_the_source_archive_is_the_repository(dist: Path) -> None:
    with tarfile.open(next(dist.glob("*.tar.gz"))) as archive:
        there = {name.partition("/")[2] for name in archive.getnames()}
    wanted = {str(path.relative_to(PROJECT)) for path in tracked()}
    assert sorted(wanted - there) == []
    assert not [name for name in there if name.startswith(("models", ".venv", "instance"))]


def test_what_stands_in_for_dlib_asks_for_the_locked_wheels_and_can_be_published_nowhere(dist: Path) -> None:
    with zipfile.ZipFile(next(dist.glob("dlib-*.whl"))) as wheel:
        assert wheel.testzip() is None
        told = wheel.read(next(name for name in wheel.namelist() if name.endswith("METADATA"))).decode()
        assert {name.rpartition("/")[2] for name in wheel.namelist()} == {"METADATA", "WHEEL", "RECORD"}
    locked = re.search(r"^dlib-bin==(\S+)", (PROJECT / "requirements.lock").read_text(), re.MULTILINE)[1]
    assert f"\nVersion: {locked}+bin\n" in told
    assert f"\nRequires-Dist: dlib-bin=={locked}\n" in told


class Installed:
    """The unpacked wheel, run by the tests' interpreter with their libraries and without the checkout."""

    def __init__(self, site: Path, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "home"
        self.home.mkdir()
        bare = {
            name: value for name, value in os.environ.items() if not name.startswith(("LIKENESS_", "PYTHON", "XDG_"))
        }
        self.environment = bare | {"PYTHONPATH": str(site), "PYTHONSAFEPATH": "1", "HOME": str(self.home)}

    def run(self, *typed: object, **more: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", "from registry.cli import main; main(prog_name='likeness')", *map(str, typed)]
        return subprocess.run(
            command, cwd=self.folder, env=self.environment | more, capture_output=True, text=True, timeout=280
        )


@pytest.fixture
def installed(unpacked: Path, tmp_path: Path) -> Installed:
    return Installed(unpacked, tmp_path)


def test_it_decides_and_explains_and_prints_schemas_from_any_folder(installed: Installed) -> None:
    # a folder may hold anything: nothing of it is imported, also not by the processes that the program starts
    for name in ("registry", "consent", "json", "click", "PIL"):
        (installed.folder / f"{name}.py").write_text("raise SystemExit('the wrong module')")
    decided = installed.run("decide", PROJECT / "docs" / "CASE.example.json", "--json")
    assert (decided.returncode, json.loads(decided.stdout)["verdict"]) == (1, "blocked"), decided.stderr
    assert installed.run("rules", "list").stdout.count("\n") > 50
    assert json.loads(installed.run("schema", "receipt").stdout)["title"] == "Receipt of a check"


def test_the_doctor_looks_at_the_installed_program(installed: Installed, unpacked: Path) -> None:
    found = {one["check"]: one for one in json.loads(installed.run("doctor", "--json").stdout)["findings"]}
    assert found["packages"]["state"] == "ok"
    assert found["decoding"]["state"] == "ok"
    models = installed.home / ".local/share/likeness-registry/models"
    assert (found["weights"]["state"], str(models) in found["weights"]["says"]) == ("missing", True)
    assert found["weights"]["remedy"] == "likeness models fetch"
    assert not [one for one in found.values() if "make install" in one["remedy"]]
    assert list(unpacked.glob("models")) == []


def test_it_makes_an_instance_and_serves_its_pages(installed: Installed) -> None:
    made = installed.run("init")
    assert made.returncode == 0, made.stderr
    assert (installed.folder / "instance" / "registry.sqlite").is_file()
    ask = (
        "from registry.wsgi import app; client = app.test_client();"
        "print([client.get(path, base_url='http://localhost:8000').status_code"
        " for path in ('/', '/rules', '/static/registry.css', '/schemas/case.json')])"
    )
    asked = subprocess.run(
        [sys.executable, "-c", ask], cwd=installed.folder, env=installed.environment, capture_output=True, text=True
    )
    assert asked.stdout.strip() == "[200, 200, 200, 200]", asked.stderr


@pytest.mark.trial
def test_the_demo_runs_in_an_empty_environment(dist: Path, tmp_path: Path) -> None:
    """As somebody would install it: pip, an empty environment, an empty home, a folder of their own."""
    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    home, folder = tmp_path / "home", tmp_path / "elsewhere"
    home.mkdir()
    folder.mkdir()
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("LIKENESS_", "PYTHON", "XDG_"))}
    bare["HOME"] = str(home)

    def run(*command: object) -> str:
        done = subprocess.run(
            list(map(str, command)), cwd=folder, env=bare, capture_output=True, text=True, timeout=1800
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run(venv / "bin" / "pip", "install", "-q", *dist.glob("*.whl"))
    run(venv / "bin" / "likeness", "models", "fetch")
    table = run(venv / "bin" / "likeness", "demo", "--no-serve")
    assert re.findall(r"^(CLEARED|BLOCKED|NEEDS APPROVAL|NOTIFY ONLY)  ", table, re.MULTILINE) == [
        "CLEARED", "BLOCKED", "BLOCKED", "BLOCKED", "NEEDS APPROVAL", "BLOCKED", "BLOCKED",
        "CLEARED", "BLOCKED", "BLOCKED",  # lines that are spoken
        "NEEDS APPROVAL", "NEEDS APPROVAL", "NOTIFY ONLY",
    ]  # fmt: skip
    run(venv / "bin" / "likeness", "doctor")
