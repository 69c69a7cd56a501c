"""Backup and restore, as docs/operations.md tells an operator to do them."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.common.pages import page, section
from tests.common.parts import PROJECT

pytestmark = pytest.mark.slow


def commands(title: str) -> str:
    """The first block of commands under a heading."""
    return re.search(r"(?:^    .*\n)+", section(page("docs/operations.md"), title), re.MULTILINE)[0]


@pytest.fixture
def shell(tmp_path: Path, own_home: Path, models: Path) -> dict[str, str]:
    """The environment of an operator, with `likeness` on the path."""
    command = tmp_path / "bin" / "likeness"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "from registry.cli import main; main()" "$@"\n')
    command.chmod(0o700)
    own = {"PATH": f"{command.parent}:{os.environ['PATH']}", "PYTHONPATH": str(PROJECT)}
    return os.environ | own


def test_what_was_backed_up_is_whole_where_it_is_put_back(tmp_path: Path, shell: dict[str, str]) -> None:
    def run(text: str, said: str = "") -> str:
        ended = subprocess.run(
            ["bash", "-euc", text], cwd=tmp_path, env=shell, input=said, capture_output=True, text=True, check=False
        )
        assert ended.returncode == 0, ended.stdout + ended.stderr
        return ended.stdout + ended.stderr

    run("likeness init --admin ada@example.org --password-stdin", "correct horse battery\n")
    run("likeness token add farm --as ada@example.org; likeness audit head --out head.json")
    run(commands("Backup"))
    drill = commands("Restore, and drill it")
    moved = re.sub(r"(export LIKENESS_HOME=)\S+", rf"\g<1>{tmp_path / 'drill'}", drill)
    assert moved != drill
    # whether this machine has all that an instance needs is for others to say
    said = run(moved.replace("likeness doctor\n", "likeness doctor || true\n"))
    assert "Restored" in said
    assert said.count("whole: yes") == 2
    assert re.search(r"^ok +ledger +\d+ entries", said, re.MULTILINE)
    assert "Coverage lost" not in said
