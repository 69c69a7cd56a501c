"""What programs are told of a check, at every door the same: what its viewer may see, and where the receipt is."""

from typing import Annotated, Any

from pydantic import Field

from consent.parts import Part
from registry.checks.service import CheckView

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
