"""The reasons of a decision as rows: what was refused under which clause is a question to the database."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from registry.records.tables.checks import Check, CheckReason
from registry.records.visibility import Role, Viewer, project


def rewrite(session: Session, check: Check, performers: Mapping[str, str]) -> None:
    """Puts the reasons of the check's decision in the place of those of an earlier one. performers: pseudonym -> performer of
    the registered people."""
    session.execute(delete(CheckReason).where(CheckReason.check_id == check.id))
    decided = {"persons": []} | (
        check.decision or {"status": None, "verdict": None, "reasons": [], "duties": [], "rulesets": {}}
    )
    shown = project(decided, Viewer(Role.PRODUCTION), {})
    told = [*shown["reasons"], *(reason for person in shown["persons"] for reason in person["reasons"])]
    session.add_all([*_rows(check, told, {}, told=True), *_rows(check, decided["reasons"], performers, told=False)])


def _rows(
    check: Check, reasons: Iterable[Mapping[str, Any]], performers: Mapping[str, str], *, told: bool
) -> Iterable[CheckReason]:
    for position, reason in enumerate(reasons):
        person = reason.get("person")
        clause, rule = reason.get("clause"), reason.get("rule")
        yield CheckReason(
            check_id=check.id,
            told=told,
            position=position,
            layer=str(reason["layer"]),
            verdict=str(reason["verdict"]),
            rule=rule and str(rule),
            clause=clause and str(clause),
            message=str(reason["message"]),
            person=person and str(person),
            performer_id=performers.get(str(person)),
        )
