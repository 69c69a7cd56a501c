"""Counter-proposals: whoever is asked for a consent or a use says on which other terms they would agree.

They decide nothing: what was asked for stays asked for, and whatever is taken up is asked for anew and answered anew.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consent import terms
from consent.document import DocumentError, parse_document
from registry.consents import records
from registry.consents.service import Consents
from registry.core.database import Database, new_id
from registry.core.errors import Conflict, Invalid, NotFound
from registry.core.fields import clean_line
from registry.core.permissions import Identity, On, Permission, allowed, require
from registry.ledger.record import record
from registry.notices.service import notify
from registry.productions.declaration import parse_declaration, read_declaration
from registry.productions.drafts.service import Drafts
from registry.productions.drafts.taken_up import taken_up
from registry.records.checks import people_of, viewer_of
from registry.records.events import EventKind
from registry.records.productions import unions as unions_in_play
from registry.records.tables.checks import Check
from registry.records.tables.consents import Consent
from registry.records.tables.counters import CounterProposal
from registry.records.visibility import Role

OF_CONSENT = (
    *("media", "territories", "languages", "valid_from", "valid_until", "max_uses", "per_use_approval"),
    *("alterations_allowed", "training", "compensation"),
)
"""The terms of a consent for which others can be proposed; of the pay its wording alone, as text."""
OF_USE = ("medium", "territory", "language", "character", "scene", "alteration")
"""The terms of a use for which others can be proposed."""
FOLLOWING = ("unit", "training_constraint")
"""Terms that become others with those for which others are proposed."""
ANY, NONE = "any", "none"
LONGEST = 1000


@dataclass(frozen=True)
class Difference:
    """One term that would be another."""

    term: str
    asked: Any
    proposed: Any


@dataclass(frozen=True)
class Counter:
    """A counter-proposal as its reader may know it. person: the pseudonym in the check, for whoever makes it. own: whether the
    reader is on the side that made it; open: nobody has taken it up."""

    id: str
    consent_id: str | None
    check_id: str | None
    union_id: str | None
    person: str | None
    differences: tuple[Difference, ...]
    text: str
    made_at: datetime
    open: bool
    led_to: str | None


class Counters:
    """Counter-proposals of one registry."""

    def __init__(self, db: Database, clock: Callable[[], datetime], consents: Consents, drafts: Drafts) -> None:
        self._db = db
        self._clock = clock
        self._consents = consents
        self._drafts = drafts

    def may_to_consent(self, who: Identity, consent_id: str) -> bool:
        """Whether this account is asked for this consent, so that it may propose other terms."""
        with self._db.read() as session:
            consent = session.get(Consent, consent_id)
            return consent is not None and _side_of_consent(session, who, consent) is not None

    def require_of_consent(self, who: Identity, consent_id: str) -> None:
        """Raises `NotFound` unless this account is asked for this consent."""
        if not self.may_to_consent(who, consent_id):
            raise NotFound("consent", consent_id)

    def may_to_use(self, who: Identity, check_id: str) -> bool:
        """The same of the use of a check."""
        with self._db.read() as session:
            check = session.get(Check, check_id)
            return check is not None and _side_of_use(session, who, check) is not None

    def require_of_use(self, who: Identity, check_id: str) -> None:
        """Raises `NotFound` unless this account is asked for the use of this check."""
        if not self.may_to_use(who, check_id):
            raise NotFound("check", check_id)

    def to_consent(self, who: Identity, consent_id: str, proposed: Mapping[str, Any], text: str = "") -> str:
        """Proposes other terms of a consent that is asked for. proposed: term -> value, of `OF_CONSENT`; what is as it was asked
        for is left out. Raises `Invalid`, `NotFound` for whoever is not asked, `Conflict` where it is answered already."""
        with self._db.write() as session:
            consent = session.get(Consent, consent_id)
            side = None if consent is None else _side_of_consent(session, who, consent)
            if consent is None or side is None:
                raise NotFound("consent", consent_id)
            if consent.state not in records.OPEN:
                raise Conflict("consent-not-open", consent=consent_id)
            scope = records.document(consent).scope.model_dump(mode="json")
            _require_known(proposed, OF_CONSENT)
            differences = _differences(scope, _as_written(scope, proposed), (*OF_CONSENT, *FOLLOWING))
            _require_signable(consent, differences)
            about = {"consent_id": consent.id, "performer_id": consent.performer_id}
            return self._keep(session, who, consent.production_id, side, differences, text, about)

    def to_use(self, who: Identity, check_id: str, proposed: Mapping[str, Any], text: str = "") -> str:
        """Proposes other terms of the use that was declared for a check. Raises as `to_consent` does."""
        with self._db.write() as session:
            check = session.get(Check, check_id)
            side = None if check is None else _side_of_use(session, who, check)
            if check is None or side is None:
                raise NotFound("check", check_id)
            if check.state != "decided" or check.superseded_by is not None:
                raise Conflict("counter-check-over", check=check_id)
            declared = read_declaration(check.declaration)
            use = declared.model_dump(mode="json", exclude_unset=True)["use"]
            _require_known(proposed, OF_USE)
            differences = _differences(use, proposed, OF_USE)
            parse_declaration(_changed(check, differences))
            about = {"check_id": check.id, "unit": declared.unit.id, "performer_id": _own(who, check, session)}
            return self._keep(session, who, check.production_id, side, differences, text, about)

    def of_consent(self, who: Identity, consent_id: str) -> list[Counter]:
        """What was proposed instead of a consent, oldest first, for everybody who reads the consent. Raises `NotFound`."""
        self._consents.get(who, consent_id)
        with self._db.read() as session:
            return [_shown(session, one) for one in _rows(session, CounterProposal.consent_id == consent_id)]

    def of_check(self, who: Identity, check_id: str) -> list[Counter]:
        """What was proposed instead of a check's use: all of it for whoever makes or approves it, for everybody else what their own
        side said. Raises `NotFound`."""
        with self._db.read() as session:
            check = session.get(Check, check_id)
            viewer = None if check is None else viewer_of(session, who, check)
            if viewer is None:
                raise NotFound("check", check_id)
            return [
                _shown(session, one)
                for one in _rows(session, CounterProposal.check_id == check_id)
                if viewer.role.makes_it
                or (one.union_id in who.unions if one.union_id else one.performer_id in viewer.performers)
            ]

    def take_up(self, who: Identity, counter_id: str) -> tuple[str, str]:
        """The production asks again, on the terms that were proposed: ("consent", its id) or ("draft", its id). The answer is open
        as before. Raises `NotFound`, `Conflict` where it was taken up already or what it was about is over."""
        moment = self._clock()
        with self._db.write() as session:
            one = _for_production(session, who, counter_id)
            kind, led_to = self._asked_anew(session, who, one)
            one.taken_up_at, one.taken_up_by, one.led_to = moment, who.account_id, led_to
            record(session, who.account_id, EventKind.COUNTER_TAKEN_UP, one.id, at=moment, led_to=led_to)
            to = {"union": one.union_id} if one.union_id else {"performer": one.performer_id}
            notify(session, "notice-counter-taken-up", **to, **_about(one))
        return kind, led_to

    def _asked_anew(self, session: Session, who: Identity, one: CounterProposal) -> tuple[str, str]:
        consent = session.get(Consent, one.consent_id) if one.consent_id else None
        check = session.get(Check, one.check_id) if one.check_id else None
        if consent is not None:
            if consent.state not in records.OPEN:
                raise Conflict("counter-consent-over", consent=consent.id)
            made = self._consents.draft_in(
                session, who, consent.performer_id, consent.production_id, _new_scope(consent, one.terms),
                signer_role=records.document(consent).signer.role, language=consent.language, replaces=consent.id,
            )  # fmt: skip
            return "consent", made.id
        if check is not None:
            answers = taken_up(_changed(check, one.terms))
            return "draft", self._drafts.begin_in(session, who, one.production_id, answers).id
        raise NotFound("counter-proposal", one.id)

    def _keep(
        self,
        session: Session,
        who: Identity,
        production_id: str,
        side: str,
        differences: list[dict[str, Any]],
        text: str,
        about: Mapping[str, Any],
    ) -> str:
        said = " ".join(text.split())
        if len(said) > LONGEST or (said and clean_line(said, LONGEST) is None):
            raise Invalid(fields={"text": "counter-text-wrong"})
        if not differences:
            raise Invalid("counter-nothing")
        moment = self._clock()
        one = CounterProposal(
            id=new_id("CP"), production_id=production_id, union_id=side or None, terms=differences, text=said,
            made_by=who.account_id, made_at=moment, **about,
        )  # fmt: skip
        session.add(one)
        session.flush()
        record(session, who.account_id, EventKind.COUNTER_PROPOSED, one.id, at=moment, production=production_id)
        notify(session, "notice-counter-proposed", production=production_id, terms=len(differences), **_about(one))
        return one.id


def _require_known(proposed: Mapping[str, Any], known: tuple[str, ...]) -> None:
    """Raises `Invalid` for a term for which none can be proposed."""
    foreign = sorted(set(proposed) - set(known))
    if foreign:
        raise Invalid(fields={foreign[0]: "field-choice"})


def _as_written(scope: Mapping[str, Any], proposed: Mapping[str, Any]) -> dict[str, Any]:
    """The proposed terms as a scope writes them, with those that follow: of the pay only the wording can be another; what is
    counted has a unit, and what is not has none; a constraint goes with what it constrains."""
    written = dict(proposed)
    if "compensation" in proposed:
        written["compensation"] = dict(scope["compensation"]) | {"terms": proposed["compensation"]}
    uses = proposed.get("max_uses", scope["max_uses"])
    if (uses == ANY) is not (scope["unit"] == ANY):
        written["unit"] = ANY if uses == ANY else terms.UNITS[0]
    if proposed.get("training", "constrained") != "constrained":
        written["training_constraint"] = NONE
    return written


def _require_signable(consent: Consent, differences: list[dict[str, Any]]) -> None:
    """Raises `Invalid` where no consent could be written on these terms: what cannot be taken up is not proposed."""
    asked = records.document(consent).model_dump(mode="json")
    try:
        parse_document(asked | {"scope": _new_scope(consent, differences)})
    except DocumentError as error:
        places = (problem.path.split(".")[1:2] for problem in error.problems)
        wrong = {name: "form-wrong" for (name,) in (place for place in places if place)}
        if wrong.pop("training_constraint", None):
            wrong["training"] = "counter-constraint-unsaid"
        raise Invalid("counter-invalid", wrong) from error


def _differences(asked: Mapping[str, Any], proposed: Mapping[str, Any], known: tuple[str, ...]) -> list[dict[str, Any]]:
    """What would be another term, in the order of `known`."""
    return [
        {"term": term, "asked": asked.get(term), "proposed": proposed[term]}
        for term in known
        if term in proposed and proposed[term] != asked.get(term)
    ]


def _new_scope(consent: Consent, terms: list[dict[str, Any]]) -> dict[str, Any]:
    scope = records.document(consent).scope.model_dump(mode="json")
    return scope | {one["term"]: one["proposed"] for one in terms}


def _changed(check: Check, terms: list[dict[str, Any]]) -> dict[str, Any]:
    """The declaration of a check with these terms in it."""
    declared = read_declaration(check.declaration).model_dump(mode="json", exclude_unset=True)
    return declared | {"use": declared["use"] | {one["term"]: one["proposed"] for one in terms}}


def _side_of_consent(session: Session, who: Identity, consent: Consent) -> str | None:
    """Which union this account speaks for, or "" for the performer's side; None where it is not asked."""
    if consent.production_id in who.productions:
        return None
    if allowed(who, Permission.CONSENT_SIGN, On(consent.performer_id, production_id=consent.production_id)):
        return ""
    needed = frozenset(records.missing_countersigners(session, consent)) & who.unions
    on = On(consent.performer_id, needed, consent.production_id)
    return min(needed) if needed and allowed(who, Permission.CONSENT_COUNTERSIGN, on) else None


def _side_of_use(session: Session, who: Identity, check: Check) -> str | None:
    viewer = viewer_of(session, who, check)
    if viewer is not None and viewer.role is Role.PERFORMER and _own(who, check, session) is not None:
        return ""
    if viewer is not None and viewer.role is Role.UNION:
        asked = who.unions & unions_in_play(session, check.production_id)
        on = On(unions=asked, production_id=check.production_id)
        if asked and allowed(who, Permission.APPROVAL_UNION, on):
            return min(asked)
    return None


def _own(who: Identity, check: Check, session: Session) -> str | None:
    """For whom of those whom the check shows this account answers."""
    viewer = viewer_of(session, who, check)
    if viewer is None or viewer.role is not Role.PERFORMER:
        return None
    able = (
        one
        for one in sorted(viewer.performers)
        if allowed(who, Permission.APPROVAL_PERFORMER, On(one, production_id=check.production_id))
    )
    return next(able, None)


def _for_production(session: Session, who: Identity, counter_id: str) -> CounterProposal:
    """Raises `NotFound`, `Conflict` where it is taken up already, `Forbidden`."""
    one = session.get(CounterProposal, counter_id)
    if one is None or one.production_id not in who.productions:
        raise NotFound("counter-proposal", counter_id)
    require(who, Permission.CONSENT_REQUEST, On(production_id=one.production_id))
    if one.taken_up_at is not None:
        raise Conflict("counter-taken-up-before")
    return one


def _rows(session: Session, condition: Any) -> list[CounterProposal]:
    return list(session.scalars(select(CounterProposal).where(condition).order_by(CounterProposal.made_at)))


def _shown(session: Session, one: CounterProposal) -> Counter:
    names = {} if one.check_id is None else people_of(session, one.check_id)
    return Counter(
        id=one.id,
        consent_id=one.consent_id,
        check_id=one.check_id,
        union_id=one.union_id,
        person=next((alias for alias, (performer, _name) in names.items() if performer == one.performer_id), None),
        differences=tuple(Difference(**term) for term in one.terms),
        text=one.text,
        made_at=one.made_at,
        open=one.taken_up_at is None,
        led_to=one.led_to,
    )


def _about(one: CounterProposal) -> dict[str, str]:
    """What a notice says it is about, and where it leads."""
    if one.consent_id:
        return {"about": one.consent_id, "consent": one.consent_id}
    return {"about": str(one.check_id), "check": str(one.check_id)}
