"""What ships is found in both forms of the program, and its processes run this very code, whatever folder they start in."""

import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

import registry
from registry.core import shipped
from registry.core.process import Process, ProcessGone
from tests.common.parts import PROJECT


def test_in_a_checkout_pages_and_migrations_stand_at_the_top() -> None:
    assert shipped.is_checkout()
    assert shipped.shipped("templates") == PROJECT / "templates"
    assert shipped.shipped("migrations") == PROJECT / "migrations"
    assert shipped.shipped("web/static") == PROJECT / "registry" / "web/static"


def test_what_was_installed_without_its_pages_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shipped, "PACKAGE", tmp_path / "registry")
    monkeypatch.setattr(shipped, "CODE", tmp_path)
    assert not shipped.is_checkout()
    with pytest.raises(FileNotFoundError, match="not whole"):
        shipped.shipped("templates")
    (tmp_path / "registry" / "templates").mkdir(parents=True)
    assert shipped.shipped("templates") == tmp_path / "registry" / "templates"


@pytest.mark.parametrize(
    "how", [("-m", "registry.cli.examiner"), ("-c", "import json, registry; print('{}')")], ids=str
)
def test_a_process_of_ours_imports_nothing_from_the_folder_that_it_starts_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], how: tuple[str, str]
) -> None:
    for name in ("json", "registry", "matching", "click"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('the wrong module')")
    monkeypatch.chdir(tmp_path)
    process = Process((sys.executable, *how))
    with suppress(ProcessGone):  # what it says is not the question
        process.hear(20)
    process.kill()
    assert "the wrong module" not in capfd.readouterr().err
    assert str(Path(registry.__file__).parents[1]) in shipped.own_process()["PYTHONPATH"]


def test_the_command_that_checks_starts_its_examiner_before_it_loads_the_database() -> None:
    """Both load what they need at the same time."""
    light = "import sys, registry.cli.checking; print(sorted({'sqlalchemy', 'numpy', 'flask'} & sys.modules.keys()))"
    said = subprocess.run([sys.executable, "-c", light], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert said.stdout == "[]\n"
