"""Who sees which checks, as whom, and what of them, as conditions of a query: for lists, what `checks.viewer_of` and
`visibility.project` answer of each one.

A list is of one production, one performer or one union, and shows of each check what the check's own page shows the same
viewer. Whoever makes a file sees it as its maker on every list, so no list tells them whom it shows.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, func, literal, not_, null, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from consent.terms import VERDICTS
from registry.core.permissions import Identity
from registry.records.checks import told_of
from registry.records.performers import IdentityStanding
from registry.records.tables.checks import Check, CheckPerson, CheckReason
from registry.records.tables.consents import Coverage
from registry.records.tables.performers import Performer
from registry.records.tables.productions import ProductionAgreement
from registry.records.tables.unions import UnionAgreement, UnionMembership
from registry.records.visibility import OWED_TO_UNIONS, Role

Condition = ColumnElement[bool]


OWED: Condition = and_(
    not_(CheckReason.told),
    CheckReason.layer == "union",
    CheckReason.person.is_not(None),
    CheckReason.performer_id.is_(None),
    CheckReason.clause.in_(sorted(OWED_TO_UNIONS)),
)
"""As a condition on `CheckReason`: what `visibility.shared_with_unions` answers of somebody who is not registered."""


@dataclass(frozen=True)
class Sight:
    """What a viewer sees on one list. checks: which ones; role: as whom (a text); maker: where they make or approve it;
    strictness: the verdict as they are told it, as a place in `consent.terms.VERDICTS`, none or -1 without one; reasons:
    which rows of `CheckReason` are told to them there, of a check that they see; said: which are told to them at all."""

    checks: Condition
    role: ColumnElement[str]
    maker: Condition
    strictness: ColumnElement[Any]
    reasons: Condition | InstrumentedAttribute[bool]
    counted: Condition | None = None

    @property
    def said(self) -> Condition:
        return and_(self.reasons, _whose_check(self.checks)) if self.counted is None else self.counted


def strictness_of(verdict: Any) -> ColumnElement[Any]:
    """A verdict's place among `VERDICTS`, from the most lenient to the strictest."""
    return case(*((verdict == name, place) for place, name in enumerate(VERDICTS)))


class Viewpoint:
    """Where one viewer stands, in one session."""

    def __init__(self, session: Session, who: Identity) -> None:
        named = {performer for performer, _kind in who.represents} | ({who.performer_id} - {None})
        hears = select(Performer.id).where(Performer.id.in_(named), Performer.status == IdentityStanding.VERIFIED)
        self._session = session
        self._who = who
        self._own = frozenset(session.scalars(hears)) if named else frozenset()

    def of_production(self, production_id: str) -> Sight:
        """The checks of one production: all of them for whoever makes or approves it."""
        one = Check.production_id == production_id
        role = next((role for role, made in self._makes if production_id in made), None)
        if role is None:
            everything = self.anywhere()
            return Sight(and_(one, everything.checks), everything.role, false(), everything.strictness, false())
        return Sight(one, literal(str(role)), true(), strictness_of(Check.verdict), CheckReason.told)

    def of_performer(self, performer_id: str) -> Sight:
        """The checks that found one performer, for them, whoever acts for them, and the unions of which they are a member."""
        theirs = _found(CheckPerson.performer_id == performer_id)
        reasons = and_(not_(CheckReason.told), CheckReason.performer_id == performer_id)
        if performer_id in self._own:
            seen, role, strictness = and_(not_(self._maker), theirs), Role.PERFORMER, _parts(self._of_own)
        elif self._is_member(performer_id):
            seen = and_(not_(self._maker), not_(self._mine), theirs)
            role, strictness = Role.UNION, self._union_strictness()
        else:
            seen, role, strictness = false(), Role.UNION, null()
        return Sight(seen, literal(str(role)), false(), strictness, reasons)

    def of_union(self, union_id: str) -> Sight:
        """The checks that touch one union: its members, its agreements, or what it was told of."""
        unions = self._who.unions & {union_id}
        seen = and_(not_(self._maker), not_(self._mine), _of_unions(unions)) if unions else false()
        shared = or_(and_(CheckReason.person.is_(None), CheckReason.layer.in_(("union", "check"))), OWED)
        found = exists().where(
            CheckPerson.check_id == CheckReason.check_id,
            CheckPerson.answer == "match",
            CheckPerson.performer_id == CheckReason.performer_id,
        )
        members = and_(CheckReason.performer_id.in_(_members(unions)), found)
        reasons = and_(not_(CheckReason.told), or_(shared, members))
        # a reason of a member who was found shows that the check is theirs: only of the others is the check looked at
        outside = [] if self._is_outside else [_whose_check(and_(not_(self._maker), not_(self._mine)))]
        said = and_(not_(CheckReason.told), *outside, or_(members, and_(shared, _whose_check(_of_unions(unions)))))
        return Sight(seen, literal(str(Role.UNION)), false(), self._union_strictness(), reasons, said)

    def anywhere(self) -> Sight:
        """Every check that they see, whichever list it is on."""
        roles: list[Any] = [(Check.production_id.in_(made), str(role)) for role, made in self._makes if made]
        told: list[Any] = [(self._maker, strictness_of(Check.verdict))] if roles else []
        seen = [self._maker]
        if self._own:
            roles.append((self._mine, str(Role.PERFORMER)))
            told.append((self._mine, _parts(self._of_own)))
            seen.append(self._mine)
        if self._who.unions:
            seen.append(_of_unions(self._who.unions))
        role = case(*roles, else_=str(Role.UNION)) if roles else literal(str(Role.UNION))
        strictness = case(*told, else_=self._union_strictness()) if told else self._union_strictness()
        return Sight(or_(*seen), role, self._maker, strictness, false())

    @property
    def as_told(self) -> Condition:
        """The checks of which a union of theirs was told, where they see them as that union."""
        return and_(not_(self._maker), not_(self._mine), exists().where(told_of(self._who.unions)))

    @property
    def _makes(self) -> tuple[tuple[Role, frozenset[str]], ...]:
        who = self._who
        return (
            (Role.PRODUCTION, who.productions),
            (Role.COMMISSIONER, who.commissions),
            (Role.COUNSEL, who.counsels),
        )

    @property
    def _maker(self) -> Condition:
        made = frozenset().union(*(made for _role, made in self._makes))
        return Check.production_id.in_(made) if made else false()

    @property
    def _is_outside(self) -> bool:
        """They make and approve no file, and nobody is found in one for whom they hear of it."""
        return not self._own and not any(made for _role, made in self._makes)

    @property
    def _mine(self) -> Condition:
        return _found(self._of_own(CheckPerson)) if self._own else false()

    def _of_own(self, person: type[CheckPerson]) -> Condition:
        return person.performer_id.in_(self._own)

    def _is_member(self, performer_id: str) -> bool:
        return bool(self._who.unions) and bool(
            self._session.scalar(select(member_of(literal(performer_id), self._who.unions)))
        )

    def _union_strictness(self) -> ColumnElement[Any]:
        unions = self._who.unions
        if not unions:
            return null()
        said = func.coalesce(strictness_of(Check.shared_verdict), -1)
        owed = select(func.max(strictness_of(CheckReason.verdict))).where(CheckReason.check_id == Check.id, OWED)
        most = func.coalesce(owed.correlate(Check).scalar_subquery(), -1)
        shared = case((most > said, most), else_=said)
        return _parts(lambda person: member_of(person.performer_id, unions), shared)


def _whose_check(seen: Condition) -> Condition:
    """Of a reason: the check that it is of is such a one."""
    return exists().where(Check.id == CheckReason.check_id, seen)


def _found(whose: Condition) -> Condition:
    """Somebody was found in a check, and not only named or taken for possible."""
    return exists().where(CheckPerson.check_id == Check.id, CheckPerson.answer == "match", whose)


def _parts(whose: Any, least: Any = -1) -> ColumnElement[Any]:
    """The strictest verdict on those who were found in a check, or `least`; whose: a condition on their `CheckPerson`."""
    part, found = aliased(CheckPerson), aliased(CheckPerson)
    matched = exists().where(
        found.check_id == part.check_id, found.answer == "match", found.performer_id == part.performer_id
    )
    own = strictness_of(part.verdict)
    strictest = select(func.coalesce(func.max(case((own > least, own), else_=least)), least))
    theirs = part.check_id == Check.id, or_(part.answer == "match", matched), whose(part)
    return strictest.where(*theirs).correlate(Check).scalar_subquery()


def member_of(performer: ColumnElement[Any] | InstrumentedAttribute[Any], unions: Collection[str]) -> Condition:
    """Whether somebody is a confirmed member of one of them. Asked of one performer at a time: as a list of all members it
    would be gone through for each check (SQLite)."""
    return exists().where(UnionMembership.performer_id == performer, *_confirmed(unions))


def _members(unions: Collection[str]) -> Select[str]:
    """Everybody of whom `member_of` says so: to look many performers up in, once."""
    return select(UnionMembership.performer_id).where(*_confirmed(unions))


def _confirmed(unions: Collection[str]) -> tuple[Condition, ...]:
    return (
        UnionMembership.union_id.in_(unions),
        UnionMembership.confirmed_at.is_not(None),
        UnionMembership.ended_at.is_(None),
    )


def _of_unions(unions: Collection[str]) -> Condition:
    """Checks that found a member, were kept from being cleared by an agreement's rule, or of which these unions were told."""
    held = select(UnionAgreement.agreement).where(UnionAgreement.union_id.in_(unions))
    declared = select(ProductionAgreement.production_id).where(ProductionAgreement.agreement.in_(held))
    covering = select(Coverage.production_id).where(Coverage.agreement.in_(held), Coverage.covered)
    return or_(
        _found(member_of(CheckPerson.performer_id, unions)),
        and_(Check.touches_unions, Check.production_id.in_(declared.union(covering))),
        exists().where(told_of(unions)),
    )
