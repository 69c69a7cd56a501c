"""The list of commands says of each what the command says of itself, and loads none of them."""

import subprocess
import sys

import click

from registry.cli import COMMANDS, described, main
from tests.common.parts import PROJECT


def test_each_command_is_described_as_it_describes_itself() -> None:
    context = click.Context(main)
    for name in COMMANDS:
        command = main.get_command(context, name)
        assert command is not None
        assert click.Command(name, help=described(name)).get_short_help_str(60) == command.get_short_help_str(60), name
        assert described(name)


def test_no_command_is_loaded_for_the_list() -> None:
    listed = (
        "import sys; from registry.cli import main; main(['--help'], standalone_mode=False); "
        "print([name for name in sys.modules if name.startswith(('registry.', 'sqlalchemy', 'pydantic'))])"
    )
    told = subprocess.run([sys.executable, "-c", listed], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert all(f"\n  {name} " in told.stdout for name in COMMANDS)
    loaded = told.stdout.splitlines()[-1]
    assert "registry.cli.pipes" in loaded
    assert "sqlalchemy" not in loaded
    assert "registry.cli.check" not in loaded
