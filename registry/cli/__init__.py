"""The command line: one lazy table, so that a command loads only what it needs."""

import traceback
from importlib import import_module
from typing import Any

import click

from registry.cli.pipes import outlive_readers

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
        command: click.Command = getattr(import_module(module), attribute)
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="likeness-registry", prog_name="likeness")
def main() -> None:
    """Whose likeness is in it, did they sign for exactly this, and what else must be approved."""
