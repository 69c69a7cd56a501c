"""What others than the production have established for one check: the records of the ways to a yes, as case facts.

No record is an answer too: nobody was told, nothing was approved. With several unions a fact holds once each union
whose agreement is in play has said so, because one object of the case stands for all of them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from registry.approvals import preferences
from registry.approvals.answers import counting, is_yes, on_record
from registry.approvals.kinds import BY_FILE
from registry.core.business_days import business_days_between
from registry.productions.declaration import Declaration, read_declaration
from registry.records import strikes
from registry.records.productions import agreements, unions
from registry.records.tables.approvals import Approval
from registry.records.tables.checks import Check
from registry.records.tables.productions import Production
from registry.records.tables.unions import Union

CROWD = "replica_background"


@dataclass(frozen=True)
class Established:
    """What others than the production have said about this declaration and file: the records of the ways to a yes.

    case: parts of the case (`approvals`, `union`, ...) that such records fill. confirmed: (performer, claimed fact) ->
    who confirmed it (`performer`, `union`, `camera_original`, `provenance`). use_approved: performer -> their yes or no
    to this one use. preferences: as `standing_preferences` of a case, `person` being a performer. described: consent ->
    counsel's judgement of its description (yes, no). sources: path of a fact -> who said it, where that is neither the
    registry nor, in `union`, a union. ends: when the first of these answers runs out. searched: performers whose heirs a union
    has looked for. denied: (performer, fact) of which somebody said that it is not so.
    """

    case: Mapping[str, Any] = field(default_factory=dict)
    confirmed: Mapping[tuple[str, str], str] = field(default_factory=dict)
    use_approved: Mapping[str, bool] = field(default_factory=dict)
    preferences: Sequence[Mapping[str, Any]] = ()
    described: Mapping[str, str] = field(default_factory=dict)
    ends: datetime | None = None
    sources: Mapping[str, str] = field(default_factory=dict)
    searched: frozenset[str] = frozenset()
    denied: frozenset[tuple[str, str]] = frozenset()


def established(session: Session, check: Check, at: datetime, performers: Sequence[str]) -> Established:
    """What is on record at this moment for the check's production, declaration and file.

    `performers`: the registered people whom the check found or whom it names.
    """
    declaration = read_declaration(check.declaration)
    production = session.get_one(Production, check.production_id)
    today = at.astimezone(ZoneInfo(production.time_zone)).date()
    answers = counting(on_record(session, check.production_id, check.declaration_sha256, check.file_sha256), at)
    case: dict[str, Any] = {"approvals": _approvals(answers)}
    union = _union(session, declaration, production, answers, today)
    strike = strikes.in_play(session, production.id, agreements(session, production.id), at)
    if strike is not None:
        union["strike"] = strike
    case["union"] = union
    placed = _first(answers, "disclosure")
    if placed is not None:
        case["disclosure"] = {"present": True, "place": placed.params["place"]}
    if declaration.transfer is not None:
        case["transfer"] = {"union_approved": _all_said(answers, "transfer", unions(session, production.id))}
    searched = {answer.performer_id for answer in answers if answer.kind == "search_for_heirs" and is_yes(answer)}
    if searched:
        # one word of the case stands for everybody in it, so a search for one person is none for another
        dead = preferences.deceased(session, performers)
        case["search_for_heirs"] = "documented" if dead <= searched else "none"
    told = ("approvals.disclosed", "union.notice", "union.usage_report_sent", "union.ai_material_disclosed")
    return Established(
        case=case,
        confirmed=_confirmed(answers),
        use_approved=_use_approved(answers),
        preferences=preferences.in_play(session, performers),
        described={a.params["consent"]: a.answer for a in answers if a.kind == "description_specific"},
        ends=min(
            (answer.expires_at for answer in answers if answer.expires_at is not None and _shows(answer)), default=None
        ),
        sources=dict.fromkeys(told, "production"),
        denied=_denied(answers),
        searched=frozenset(str(performer) for performer in searched),
    )


def _shows(answer: Approval) -> bool:
    """Whether a receipt may end with it: that somebody said no about themselves would show in its last day."""
    return answer.performer_id is None or is_yes(answer)


def _approvals(answers: Iterable[Approval]) -> dict[str, Any]:
    given = {answer.kind: answer.answer for answer in answers}
    return {
        "disclosed": "disclosed" in given,
        "written": given.get("written", "none"),
        "legal_review": "passed" if given.get("legal_review") == "passed" else "none",
    }


def _union(
    session: Session, declaration: Declaration, production: Production, answers: Sequence[Approval], today: date
) -> dict[str, Any]:
    # a union that was told is in play, too: a craft without an agreement has no other way to be consulted
    told = {answer.union_id: answer for answer in answers if answer.kind == "notice" and answer.union_id}
    concerned = unions(session, production.id) | frozenset(told)
    facts: dict[str, Any] = {
        "notice": bool(concerned) and concerned <= told.keys(),
        "consultation": _all_said(answers, "consultation", concerned),
        "payment_to_plan": _all_said(answers, "payment_to_plan", concerned),
        "usage_report_sent": _all_said(answers, "usage_report", concerned),
    }
    if facts["notice"]:
        zone = ZoneInfo(production.time_zone)
        facts["business_days_since_notice"] = min(
            business_days_between(
                answer.given_at.astimezone(zone).date(), today, session.get_one(Union, union).calendar
            )
            for union, answer in told.items()
        )
        facts["bargaining"] = "agreed" if _all_said(answers, "bargaining", concerned) else "open"
    value = [answer.answer for answer in answers if answer.kind == "significant_additional_value"]
    if value:
        facts["significant_additional_value"] = "not_argued" if "not_argued" in value else "agreed"
    if declaration.union is not None and declaration.union.craft == "writing":
        facts["company_consent"] = _all_said(answers, "company_consent", concerned)
        facts["ai_material_disclosed"] = _first(answers, "ai_material_disclosed") is not None
    if declaration.asset.element == "crowd" or CROWD in {shown.treatment for shown in _shown(declaration)}:
        counts = [answer for answer in answers if answer.kind == "background_count"]
        met = _all_said(counts, "background_count", concerned)
        facts["background_count_met_by_people"] = met or (False if any(not is_yes(one) for one in counts) else None)
    return facts


def _shown(declaration: Declaration) -> list[Any]:
    return [*declaration.cast, declaration.others]


def _first(answers: Iterable[Approval], kind: str) -> Approval | None:
    return next((answer for answer in answers if answer.kind == kind and is_yes(answer)), None)


def _all_said(answers: Iterable[Approval], kind: str, concerned: frozenset[str]) -> bool:
    """Whether there is a union in play, and each of them has the yes of this kind."""
    said = {answer.union_id for answer in answers if answer.kind == kind and is_yes(answer)}
    return bool(concerned) and concerned <= said


def _confirmed(answers: Iterable[Approval]) -> Mapping[tuple[str, str], str]:
    """(performer, fact) -> who confirmed it; one denial, of whichever side, and nobody has."""
    confirmed: dict[tuple[str, str], str] = {}
    denied: set[tuple[str, str]] = set()
    for answer in answers:
        if answer.performer_id is None or answer.kind not in ("confirmation", "camera_original", "provenance"):
            continue
        by_file = answer.kind != "confirmation"
        for fact in BY_FILE if by_file else (answer.params["fact"],):
            if is_yes(answer):
                confirmed[answer.performer_id, fact] = answer.kind if by_file else answer.side
            elif not by_file:  # that a file is no camera original denies nothing about what it shows
                denied.add((answer.performer_id, fact))
    return {claim: by for claim, by in confirmed.items() if claim not in denied}


def _denied(answers: Iterable[Approval]) -> frozenset[tuple[str, str]]:
    return frozenset(
        (answer.performer_id, answer.params["fact"])
        for answer in answers
        if answer.performer_id is not None and answer.kind == "confirmation" and not is_yes(answer)
    )


def _use_approved(answers: Iterable[Approval]) -> dict[str, bool]:
    uses = [answer for answer in answers if answer.kind == "use_approval" and answer.performer_id]
    return {str(answer.performer_id): is_yes(answer) for answer in uses}
