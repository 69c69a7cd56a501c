"""The reasons of a decision as rows: what was refused under which clause is a question to the database."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from registry.records.visibility import Role, Viewer, project

NOTHING: Mapping[str, Any] = {"status": None, "verdict": None, "reasons": [], "duties": [], "rulesets": {}}


def reason_rows(check_id: str, decision: Mapping[str, Any], performers: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """The rows of `CheckReason` of one decision: as the production is told it, and as it is. performers: pseudonym -> performer
    of the registered people."""
    decided: dict[str, Any] = {"persons": [], **(decision or NOTHING)}
    shown = project(decided, Viewer(Role.PRODUCTION), {})
    told = [*shown["reasons"], *(reason for person in shown["persons"] for reason in person["reasons"])]
    yield from _rows(check_id, told, {}, told=True)
    yield from _rows(check_id, decided["reasons"], performers, told=False)


def _rows(
    check_id: str, reasons: Iterable[Mapping[str, Any]], performers: Mapping[str, str], *, told: bool
) -> Iterator[dict[str, Any]]:
    for position, reason in enumerate(reasons):
        person = reason.get("person")
        clause, rule = reason.get("clause"), reason.get("rule")
        yield {
            "check_id": check_id,
            "told": told,
            "position": position,
            "layer": str(reason["layer"]),
            "verdict": str(reason["verdict"]),
            "rule": rule and str(rule),
            "clause": clause and str(clause),
            "message": str(reason["message"]),
            "person": person and str(person),
            "performer_id": performers.get(str(person)),
        }
