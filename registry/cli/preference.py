"""`likeness performer prefer | preferences`: what a performer prefers once and for all."""

from pathlib import Path
from typing import Any

import click

from consent import terms
from registry.cli.common import acting, acting_option, at_desk, emit, json_option
from registry.cli.files import FILE, InputError, read_json
from registry.records.tables.approvals import StandingPreference


@click.command()
@click.argument("performer_id", metavar="PERFORMER")
@click.option("--value", type=click.Choice(terms.PREFERENCE_VALUES), help="What you prefer; never a consent.")
@click.option(
    "--modality",
    type=click.Choice(terms.MODALITIES),
    help="For this part of the likeness alone; without it, for everything.",
)
@click.option("--import", "declarations", type=FILE, help="Take the declarations of a file of the public register.")
@click.option("--end", metavar="PREFERENCE", help="A preference that no longer holds.")
@acting_option
@json_option
def prefer(
    performer_id: str,
    value: str | None,
    modality: str | None,
    declarations: Path | None,
    end: str | None,
    email: str,
    as_json: bool,
) -> None:
    """Say what you prefer in general: one of --value, --import and --end. No production is ever shown it."""
    if sum(given is not None for given in (value, declarations, end)) != 1:
        raise InputError("Say one of --value, --import and --end.")
    with at_desk() as desk:
        who = acting(desk, email)
        if value is not None:
            desk.preferences.set(who, performer_id, value, modality=modality)
        elif declarations is not None:
            desk.preferences.import_from(who, performer_id, read_json(declarations))
        elif end is not None:
            desk.preferences.end(who, end)
        emit([_facts(one) for one in desk.preferences.of(who, performer_id)], as_json)


@click.command()
@click.argument("performer_id", metavar="PERFORMER")
@acting_option
@json_option
def preferences(performer_id: str, email: str, as_json: bool) -> None:
    """A performer's standing preferences, as the performer and their unions see them."""
    with at_desk() as desk:
        emit([_facts(one) for one in desk.preferences.of(acting(desk, email), performer_id)], as_json)


def _facts(one: StandingPreference) -> dict[str, Any]:
    return {
        "id": one.id,
        "source": one.source,
        "value": one.value,
        "modality": one.modality,
        "declared_on": one.declared_on.date().isoformat(),
    }
