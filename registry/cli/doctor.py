"""`likeness doctor`: what is installed, what is missing, and how to get it; the operator's page shows the same."""

import sys

import click

from registry.cli.files import print_json
from registry.core.config import Config
from registry.health.checks import examine
from registry.health.finding import HealthFinding


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def doctor(as_json: bool) -> None:
    """Say what is installed, what is missing, and how to get it. Exit status 1 where something needed is missing."""
    try:
        config = Config()
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    findings = list(examine(config))
    fine = all(finding.state != "missing" for finding in findings)
    if as_json:
        print_json({"fine": fine, "findings": [_as_json(finding) for finding in findings]})
    else:
        for finding in findings:
            click.echo(f"{finding.state:9} {finding.check:11} {finding.says}")
            if finding.remedy:
                click.echo(f"{'':21} -> {finding.remedy}")
    sys.exit(0 if fine else 1)


def _as_json(finding: HealthFinding) -> dict[str, str]:
    """`message`: the id of what it says, for programs; the words may change."""
    return {
        "check": finding.check,
        "state": finding.state,
        "message": finding.found.message,
        "says": finding.says,
        "remedy": finding.remedy,
    }
