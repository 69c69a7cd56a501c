"""Whom a decision waits for: read from the reasons and duties of what was decided, and copied into rows for lists."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from registry.approvals.kinds import CONFIRMABLE, KINDS

_BY_CLAUSE = {clause: name for name, kind in KINDS.items() for clause in kind.clauses}
_BY_ASKED = {"commissioner": "written", "legal": "legal_review"}


@dataclass(frozen=True)
class Need:
    """One answer that could lift or complete a decision. person: the pseudonym of whom it is about. fact: the claim
    that has to be confirmed. consent: whose description has to be judged. verdict: of the reason that asks for it."""

    kind: str
    verdict: str
    person: str | None = None
    fact: str | None = None
    consent: str | None = None


def need_rows(decision: Mapping[str, Any], performers: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """What the rows of `CheckNeed` say of one decision: as it is, and as whoever makes the file is told it. performers:
    pseudonym -> performer of the registered people."""
    reasons = decision.get("reasons", ())
    of_unions = any(reason["layer"] == "union" and reason["verdict"] != "cleared" for reason in reasons)
    for told, said in ((False, decision), (True, decision.get("told", decision))):
        for position, need in enumerate(needs(said)):
            yield {
                "told": told,
                "position": position,
                "kind": need.kind,
                "verdict": need.verdict,
                "person": need.person,
                "performer_id": performers.get(need.person or ""),
                "fact": need.fact,
                "consent_id": need.consent,
                "of_unions": of_unions,
            }


def needs(decision: Mapping[str, Any]) -> tuple[Need, ...]:
    """Every answer that a decision's reasons and open duties ask for, in their order, each once.

    What only a consent can lift is not among them: an approval never stands in for consent.
    """
    found: dict[Need, None] = {}
    for reason in decision.get("reasons", ()):
        if reason["verdict"] != "cleared":
            for need in _of(reason):
                found[need] = None
    for duty in decision.get("duties", ()):
        if not duty["done"] and duty["kind"] == "notify":
            kind = {"commissioner_contact": "disclosed", "union": "notice", "writer": "ai_material_disclosed"}
            if duty["whom"] in kind:
                found.setdefault(Need(kind[duty["whom"]], "notify_only"), None)
    kinds = {(need.kind, need.person) for need in found if need.verdict != "notify_only"}
    return tuple(n for n in found if n.verdict != "notify_only" or (n.kind, n.person) not in kinds)


def _of(reason: Mapping[str, Any]) -> Iterable[Need]:
    kind = _BY_CLAUSE.get(str(reason.get("clause")))
    asked = (reason.get("remedy") or {}).get("ask")
    if kind is None and reason["layer"] in ("commissioner", "law"):
        kind = _BY_ASKED.get(str(asked))
    if kind is None and asked == "legal":
        kind = "legal_review"
    if kind is None:
        return
    if kind == "confirmation":
        for fact in reason["params"].get("facts") or CONFIRMABLE:
            if fact in CONFIRMABLE:
                yield Need(kind, reason["verdict"], reason.get("person"), fact)
        return
    personal = "performer" in KINDS[kind].bound_to
    consent = reason.get("consent") if "consent" in KINDS[kind].params else None
    yield Need(kind, reason["verdict"], reason.get("person") if personal else None, consent=consent)
