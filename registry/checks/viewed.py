"""A check as one viewer may know it, and what it comes to for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from consent import verdicts
from matching.origin.findings import Origin
from registry.checks.intake.pieces import Pace
from registry.records.visibility import Role


@dataclass(frozen=True)
class CheckView:
    """One check as its viewer may know it.

    role: as whom they look (see visibility.Role). file_name, unit, declared (word for word, as the receipt is bound to
    it), preview: for those alone who make it or approve it, since the picture is not released. before: how many jobs are
    taken up before this one, if it waits. pieces: how far they are, if its file is looked at in pieces. length: seconds that
    the file lasts, if it has time. waveform: how loud it is when (`registry.checks.examining.extent.outlined`). known: what
    of it was known from an earlier version (`registry.checks.examining.known`). origin: what the
    file says about its own, where that was read. result: see visibility.project; None until the check is over. stale: what it
    says no longer counts; with state `stale` the file has to be checked again, as it has where the time is `over` for which it was
    answered (`receipts.issued.over`), else it is about to be decided again. continued:
    the check that compares the file of a stale one again. file_kept: whether the file may still be here, because a person has
    to look.
    """

    id: str
    role: str
    production_id: str
    production: str
    company: str
    requested_at: datetime
    decided_at: datetime | None
    state: str
    stage: str
    progress: int
    before: int | None
    pieces: Pace | None
    status: str | None
    verdict: str | None
    file_name: str | None
    file_sha256: str | None
    unit: str | None
    use: dict[str, Any]
    declared: dict[str, Any] | None
    result: dict[str, Any] | None
    preview: str | None
    width: int | None
    height: int | None
    length: float | None
    sampling: Mapping[str, int] | None
    waveform: Mapping[str, Any] | None
    known: Mapping[str, Any] | None
    origin: Origin | None
    has_receipt: bool
    superseded: bool
    stale: bool
    over: bool
    continued: str | None
    file_kept: bool

    @property
    def whole(self) -> bool:
        """Whether the viewer is told what the production is told, and not only what concerns them."""
        return Role(self.role).makes_it

    @property
    def answer(self) -> str | None:
        """What is said first, once the check is over; see consent.verdicts."""
        return verdicts.answer(self.status, self.verdict)

    @property
    def meaning(self) -> str:
        """What follows from the answer: the answer itself, or `none` where nothing is about the viewer. Nothing is said to be
        allowed that does not release."""
        if self.answer == "cleared" and exit_status(self) is not verdicts.Exit.CLEARED:
            return "notify_only"
        return self.answer or "none"


def exit_status(view: CheckView) -> verdicts.Exit:
    """The exit status of what the viewer is told. Whatever is not known, or not over, cannot be decided."""
    if view.state != "decided" or view.result is None:
        return verdicts.Exit.CANNOT_DECIDE
    told = view.result
    reasons = [*told["reasons"], *(reason for person in told["persons"] for reason in person["reasons"])]
    return verdicts.exit_status(view.status, view.verdict, told["duties"], reasons)
