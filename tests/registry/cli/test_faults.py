"""A fault of the program itself is no verdict: the file is neither cleared nor blocked by it."""

import click
import pytest
from click.testing import CliRunner

from registry.cli import main


def test_a_fault_cannot_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    @click.command()
    def faulty() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("registry.cli.verify.verify", faulty)
    result = CliRunner().invoke(main, ["verify"])
    assert result.exit_code == 4
    assert "ZeroDivisionError" in result.stderr
