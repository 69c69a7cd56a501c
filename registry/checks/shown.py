"""What programs are told of a check, at every door the same: what its viewer may see, and where the receipt is."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from consent.parts import Part
from registry.checks.lists import CheckRow
from registry.checks.service import CheckView
from registry.core.paging import Listed

ERROR = "What the answer may be wrong by: a message, its params, and the same in words; empty where none is stated."


class Reason(Part):
    """What kept a verdict from being cleared, or what it rests on; see `visibility.project`."""

    layer: str
    verdict: str
    rule: str | None
    person: str | None
    consent: str | None = None
    clause: Any
    message: str
    params: dict[str, Any]
    summary: str | None
    remedy: dict[str, Any] | None
    source: Any


class Person(Part):
    """Somebody in the file, or declared to be in it."""

    pseudonym: str
    answer: str
    error: Annotated[dict[str, Any] | None, Field(description=ERROR)]
    verdict: str | None
    name: str | None
    boxes: list[dict[str, Any]]
    reasons: list[Reason]


class CheckShown(Part):
    """A check that is over. Anything but the verdict `cleared` with the status `decided` means: do not use the file,
    unless the verdict is `notify_only` and every duty is done."""

    check: str
    file: str | None
    file_sha256: str | None
    status: str
    verdict: str | None
    persons: list[Person]
    reasons: list[Reason]
    duties: list[dict[str, Any]]
    rulesets: dict[str, Any]
    receipt: str | None
    continued: Annotated[
        str | None, Field(description="The check that compares the file again, where this one is stale.")
    ]


class CheckListed(Part):
    """A check on a list. The check itself says what its answer rests on."""

    check: str
    production: str
    title: str
    company: str
    requested_at: datetime
    state: str
    status: Annotated[str | None, Field(description="None while it is under way.")]
    verdict: str | None
    file: str | None
    unit: str | None


class CheckPage(Part):
    """One page of a list of checks. count: of all pages. next, previous: what to give as `page` for those beside it."""

    count: int
    next: str | None
    previous: str | None
    checks: list[CheckListed]


def listed(page: Listed[CheckRow]) -> CheckPage:
    """A page of a list."""
    rows = [
        CheckListed(
            check=row.id,
            production=row.production_id,
            title=row.production,
            company=row.company,
            requested_at=row.requested_at,
            state=row.state,
            status=row.status,
            verdict=row.verdict,
            file=row.file_name,
            unit=row.unit,
        )
        for row in page.rows
    ]
    return CheckPage(count=page.count, next=page.next, previous=page.previous, checks=rows)


def shown(view: CheckView, receipt: str | None = None) -> CheckShown:
    """`receipt`: where it was written."""
    result = view.result or {"persons": [], "reasons": [], "duties": [], "rulesets": {}}
    return CheckShown.model_validate(
        {
            "check": view.id,
            "file": view.file_name,
            "file_sha256": view.file_sha256,
            "status": view.status or "cannot_decide",
            "verdict": view.verdict,
            "persons": result["persons"],
            "reasons": result["reasons"],
            "duties": result["duties"],
            "rulesets": result["rulesets"],
            "receipt": receipt,
            "continued": view.continued,
        }
    )
