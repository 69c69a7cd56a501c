"""The command line: one lazy table, so that a command loads only what it needs."""

import ast
import traceback
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click

from registry.cli.pipes import outlive_readers
from registry.core.forking import loading

# name -> where it lives. `likeness decide` and `likeness verify` must start without Flask, OpenCV or a database.
COMMANDS = {
    "approve": "registry.cli.approve:approve",
    "audit": "registry.cli.audit:audit",
    "backup": "registry.cli.backup:backup",
    "cancel": "registry.cli.cancel:cancel",
    "check": "registry.cli.checking:check",
    "conform": "registry.cli.conform:conform",
    "consent": "registry.cli.consent:consent",
    "counter": "registry.cli.counter:counter",
    "credential": "registry.cli.credential:credential",
    "decide": "registry.cli.decide:decide",
    "demo": "registry.cli.demo:demo",
    "dev-ca": "registry.cli.dev_ca:dev_ca",
    "dispute": "registry.cli.dispute:dispute",
    "doctor": "registry.cli.doctor:doctor",
    "enrol": "registry.cli.performer:enrol",
    "init": "registry.cli.instance:init",
    "key": "registry.cli.key:key",
    "look-alike": "registry.cli.look_alike:look_alike",
    "mail": "registry.cli.mail:mail",
    "models": "registry.cli.models:models",
    "performer": "registry.cli.performer:performer",
    "production": "registry.cli.production:production",
    "report": "registry.cli.report:report",
    "review": "registry.cli.review:review",
    "restore": "registry.cli.backup:restore",
    "rules": "registry.cli.rules:rules",
    "schema": "registry.cli.schema:schema",
    "serve": "registry.cli.serve:serve",
    "token": "registry.cli.token:token",
    "union": "registry.cli.union:union",
    "user": "registry.cli.user:user",
    "verify": "registry.cli.verify:verify",
    "worker": "registry.cli.worker:worker",
}


class LazyGroup(click.Group):
    """A click group that imports a command's module when the command is asked for."""

    def main(self, *arguments: Any, **options: Any) -> Any:
        outlive_readers()
        try:
            return super().main(*arguments, **options)
        except Exception:
            if not options.get("standalone_mode", True):
                raise
            from consent.verdicts import Exit

            traceback.print_exc()  # a fault of this program: Python's own status, 1, would say that the file is blocked
            raise SystemExit(Exit.CANNOT_DECIDE) from None

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name].split(":")
        with loading():
            command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, by what their modules say of them; none of them is loaded for it."""
        names = self.list_commands(ctx)
        room = formatter.width - 6 - max(map(len, names))
        with formatter.section("Commands"):
            formatter.write_dl(
                [(name, click.Command(name, help=described(name)).get_short_help_str(room)) for name in names]
            )


def described(name: str) -> str | None:
    """The docstring of a command, read from the source of its module."""
    module, attribute = COMMANDS[name].split(":")
    spec = find_spec(module)
    if spec is None or spec.origin is None:
        return None
    for part in ast.parse(Path(spec.origin).read_text(encoding="utf-8")).body:
        if isinstance(part, ast.FunctionDef) and part.name == attribute:
            return ast.get_docstring(part)
    return None


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="likeness-registry", prog_name="likeness")
def main() -> None:
    """Whose likeness is in it, did they sign for exactly this, and what else must be approved."""
