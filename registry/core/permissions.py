"""Who may act on what: one map, read on two screens. What is not listed is denied.

Permission ("may this user act?") is not clearance ("may this asset go out?"); the latter is `consent.clearance`.
Services call `require`; every route names its permission too, and a test walks every route with every role.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True)
class Identity:
    """The acting account and its ties, as they are now."""

    account_id: str
    name: str = ""
    locale: str = "en"
    is_administrator: bool = False
    performer_id: str | None = None  # the performer that this account is
    represents: tuple[tuple[str, str], ...] = ()  # (performer, kind) with authority confirmed by a union
    unions: frozenset[str] = field(default_factory=frozenset)
    productions: frozenset[str] = field(default_factory=frozenset)  # as a member of the production
    commissions: frozenset[str] = field(default_factory=frozenset)  # as the commissioner's contact for it
    counsels: frozenset[str] = field(default_factory=frozenset)  # as its legal counsel
    is_neutral: bool = False  # appointed by an administrator for second reviews
    dormant: bool = (
        False  # offices that decide are asleep in this session: it has not had the second factor that they need
    )


ANONYMOUS = Identity(account_id="anonymous")


def decides(who: Identity) -> bool:
    """Whether the account holds an office in which it decides for others."""
    return bool(who.is_administrator or who.unions or who.is_neutral or who.commissions or who.counsels)


def asleep(who: Identity) -> Identity:
    """The same account while its offices that decide are asleep: what is its own it still reads, and withdraws. It keeps what
    the map holds against somebody, such as working for a production, and acts for nobody else."""
    return Identity(
        who.account_id, who.name, who.locale, is_administrator=who.is_administrator, performer_id=who.performer_id,
        productions=who.productions, dormant=True,
    )  # fmt: skip


def for_union(who: Identity, union_id: str) -> Identity:
    """The same account as a representative of one union of theirs and nothing else: what that union's pages show. Never for
    an act, since whoever has a tie to the other side may not do everything that a representative may."""
    return Identity(who.account_id, who.name, who.locale, unions=who.unions & {union_id})


@dataclass(frozen=True)
class On:
    """The record that is acted on, reduced to whose it is."""

    performer_id: str | None = None
    unions: frozenset[str] = field(default_factory=frozenset)  # unions whose members or agreements it touches
    production_id: str | None = None


class Permission(StrEnum):
    """scope:action. One permission a kind of act, whichever door it comes through."""

    PUBLIC = "public:read"
    SIGNED_IN = "account:use"
    ACCOUNT_ACT = "account:act"  # with what it holds: give itself an access token, accept an office, lay one down
    INSTANCE_ADMINISTER = "instance:administer"
    UNION_READ = "union:read"
    UNION_ADMINISTER = "union:administer"  # keys, members, calendars
    PERFORMER_REGISTER = "performer:register"
    PERFORMER_READ = "performer:read"
    PERFORMER_VERIFY = "performer:verify"  # identity, membership, and who may act for the performer
    PERFORMER_KEY_ADD = "performer:add_key"
    PERFORMER_ENROL = "performer:enrol"
    PERFORMER_FORGET = "performer:forget"
    LIFE_RECORD = "life:record"  # births and deaths
    DISPUTE_RESOLVE = "dispute:resolve"  # a voice in it, for a side's union or from outside
    DISPUTE_OBJECT = "dispute:object"  # to what was found about oneself, or a member
    PRODUCTION_CREATE = "production:create"
    PRODUCTION_READ = "production:read"
    PRODUCTION_DECLARE = "production:declare"
    PRODUCTION_CONFIRM = "production:confirm"  # a union confirms the agreement that a production declared
    SHOT_NOTE = "shot:note"  # see a shot's history whole, and write to it: whoever makes or approves it
    CONSENT_REQUEST = "consent:request"
    CONSENT_READ = "consent:read"
    CONSENT_SIGN = "consent:sign"
    CONSENT_COUNTERSIGN = "consent:countersign"
    CONSENT_WITHDRAW = "consent:withdraw"
    COVERAGE_CONFIRM = "coverage:confirm"
    CHECK_REQUEST = "check:request"
    CHECK_READ = "check:read"
    APPROVAL_TELL = "approval:tell"  # a production records that it told somebody, or placed a disclosure
    APPROVAL_COMMISSION = "approval:commission"  # the commissioner's written yes or no
    APPROVAL_LEGAL = "approval:legal"  # counsel's review
    APPROVAL_UNION = "approval:union"  # bargaining, consultation, transfer, counts: what only the union can say
    APPROVAL_PERFORMER = "approval:performer"  # a performer's yes to one use
    FACT_CONFIRM = "fact:confirm"  # performer or union confirms what a production claims
    STRIKE_THROW = "strike:throw"
    FLOOR_SET = "floor:set"
    PREFERENCE_SET = "preference:set"
    REVIEW_DECIDE = "review:decide"
    REVIEW_CONTEST = "review:contest"  # performer or production asks for another look
    REVIEW_SECOND = "review:second"  # another look, by somebody neutral
    REVIEW_READ = "review:read"  # the list of what waits for oneself
    LOOK_ALIKE_DECLARE = "look_alike:declare"
    LOOK_ALIKE_READ = "look_alike:read"
    LOOK_ALIKE_APPROVE = "look_alike:approve"  # or refuse
    ERROR_READ = "error:read"  # the measured error, and what reviewers found
    LEDGER_READ = "ledger:read"


Predicate = Callable[[Identity, On], bool]


def anyone(_who: Identity, _on: On) -> bool:
    return True


def signed_in(who: Identity, _on: On) -> bool:
    return who.account_id != ANONYMOUS.account_id


def awake(who: Identity, _on: On) -> bool:
    """No office of the account is asleep for want of a second factor."""
    return not who.dormant


def administrator(who: Identity, _on: On) -> bool:
    return who.is_administrator and not who.dormant


def the_performer(who: Identity, on: On) -> bool:
    return on.performer_id is not None and who.performer_id == on.performer_id


def acts_for_performer(who: Identity, on: On) -> bool:
    """Guardian, authorised representative, manager or estate, with the proof on record and confirmed."""
    return any(performer == on.performer_id for performer, _kind in who.represents)


def the_estate(who: Identity, on: On) -> bool:
    """The estate, with the proof on record and confirmed."""
    return on.performer_id is not None and (on.performer_id, "estate") in who.represents


def union_concerned(who: Identity, on: On) -> bool:
    return bool(who.unions & on.unions)


def a_union_representative(who: Identity, _on: On) -> bool:
    return bool(who.unions)


def appointed_neutral(who: Identity, _on: On) -> bool:
    return who.is_neutral


def in_production(who: Identity, on: On) -> bool:
    return on.production_id is not None and on.production_id in who.productions


def commissions_production(who: Identity, on: On) -> bool:
    return on.production_id is not None and on.production_id in who.commissions


def counsels_production(who: Identity, on: On) -> bool:
    return on.production_id is not None and on.production_id in who.counsels


def not_the_performer(who: Identity, on: On) -> bool:
    """Nobody confirms, countersigns or reviews in a matter of their own."""
    return not the_performer(who, on) and not acts_for_performer(who, on)


def not_in_production(who: Identity, on: On) -> bool:
    return not in_production(who, on)


def no_tie_to_production(who: Identity, on: On) -> bool:
    """Neither its member nor its commissioner's contact nor its counsel."""
    return not (in_production(who, on) or commissions_production(who, on) or counsels_production(who, on))


def neutral(who: Identity, on: On) -> bool:
    """Appointed for it, or a representative of unions of which the performer is no member."""
    return not union_concerned(who, on) and (who.is_neutral or bool(who.unions))


# permission -> alternatives; an alternative holds when all of its predicates hold
PERMISSION_MAP: dict[Permission, tuple[tuple[Predicate, ...], ...]] = {
    Permission.PUBLIC: ((anyone,),),
    Permission.SIGNED_IN: ((signed_in,),),
    Permission.ACCOUNT_ACT: ((signed_in, awake),),
    Permission.INSTANCE_ADMINISTER: ((administrator,),),
    Permission.UNION_READ: ((union_concerned,), (administrator,)),
    Permission.UNION_ADMINISTER: ((union_concerned,),),
    Permission.PERFORMER_REGISTER: ((signed_in,),),
    Permission.PERFORMER_READ: ((the_performer,), (acts_for_performer,), (union_concerned,)),
    Permission.PERFORMER_VERIFY: ((union_concerned, not_the_performer),),
    Permission.PERFORMER_KEY_ADD: ((the_performer,), (acts_for_performer,)),
    Permission.PERFORMER_ENROL: ((the_performer,), (acts_for_performer,)),
    Permission.PERFORMER_FORGET: ((the_performer,), (acts_for_performer,)),
    Permission.LIFE_RECORD: ((union_concerned, not_the_performer), (the_estate,)),
    Permission.DISPUTE_RESOLVE: ((union_concerned, not_the_performer), (neutral, not_the_performer)),
    Permission.DISPUTE_OBJECT: ((the_performer,), (acts_for_performer,), (union_concerned,)),
    Permission.PRODUCTION_CREATE: ((signed_in,),),
    Permission.PRODUCTION_READ: (
        (in_production,),
        (commissions_production,),
        (counsels_production,),
        (union_concerned,),
    ),
    Permission.PRODUCTION_DECLARE: ((in_production,),),
    Permission.PRODUCTION_CONFIRM: ((union_concerned, not_in_production),),
    Permission.SHOT_NOTE: ((in_production,), (commissions_production,), (counsels_production,)),
    Permission.CONSENT_REQUEST: ((in_production,), (the_performer,), (acts_for_performer,), (union_concerned,)),
    Permission.CONSENT_READ: ((in_production,), (the_performer,), (acts_for_performer,), (union_concerned,)),
    Permission.CONSENT_SIGN: (
        (the_performer,),
        (acts_for_performer, no_tie_to_production),  # who signs for somebody else does not work for whoever asks
        (union_concerned, not_in_production),
    ),
    Permission.CONSENT_COUNTERSIGN: ((union_concerned, not_the_performer, not_in_production),),
    Permission.CONSENT_WITHDRAW: ((the_performer,), (acts_for_performer,), (union_concerned, not_in_production)),
    Permission.COVERAGE_CONFIRM: ((union_concerned, not_the_performer, not_in_production),),
    Permission.CHECK_REQUEST: ((in_production,),),
    Permission.CHECK_READ: (
        (in_production,),
        (commissions_production,),
        (counsels_production,),
        (the_performer,),
        (acts_for_performer,),
        (union_concerned,),
    ),
    Permission.APPROVAL_TELL: ((in_production,),),
    Permission.APPROVAL_COMMISSION: ((commissions_production, not_in_production),),
    Permission.APPROVAL_LEGAL: ((counsels_production, not_in_production),),
    Permission.APPROVAL_UNION: ((union_concerned, not_in_production),),
    Permission.APPROVAL_PERFORMER: ((the_performer, not_in_production), (acts_for_performer, no_tie_to_production)),
    Permission.FACT_CONFIRM: (
        (the_performer, not_in_production),
        (acts_for_performer, no_tie_to_production),
        (union_concerned, not_in_production),
    ),
    Permission.STRIKE_THROW: ((union_concerned, not_in_production),),
    Permission.FLOOR_SET: ((union_concerned,),),
    Permission.PREFERENCE_SET: ((the_performer,), (acts_for_performer,)),
    Permission.REVIEW_READ: ((a_union_representative,), (appointed_neutral,)),
    Permission.REVIEW_DECIDE: ((union_concerned, not_the_performer, no_tie_to_production),),
    Permission.REVIEW_SECOND: ((neutral, not_the_performer, no_tie_to_production),),
    Permission.REVIEW_CONTEST: ((the_performer,), (acts_for_performer,), (in_production,)),
    Permission.LOOK_ALIKE_DECLARE: ((the_performer,), (acts_for_performer,)),
    Permission.LOOK_ALIKE_READ: ((the_performer,), (acts_for_performer,), (union_concerned,)),
    Permission.LOOK_ALIKE_APPROVE: ((union_concerned, not_the_performer),),
    Permission.ERROR_READ: ((a_union_representative,), (administrator,)),
    Permission.LEDGER_READ: ((a_union_representative,), (administrator,)),
}


class Forbidden(PermissionError):
    """The acting account may not do this. The text names the permission, never the record's content."""

    def __init__(self, permission: Permission) -> None:
        super().__init__(f"this account may not do that ({permission})")
        self.permission = permission


def allowed(who: Identity, permission: Permission, on: On | None = None) -> bool:
    """Whether some alternative of the permission holds. A permission that the map does not know is denied."""
    subject = on or On()
    return any(all(test(who, subject) for test in tests) for tests in PERMISSION_MAP.get(permission, ()))


def require(who: Identity, permission: Permission, on: On | None = None) -> None:
    """Raises `Forbidden` unless `allowed`."""
    if not allowed(who, permission, on):
        raise Forbidden(permission)


def could(who: Identity, permission: Permission) -> bool:
    """First screen: is there any record on which this account might do that? The service asks about the very one."""
    performers = [who.performer_id, *(performer for performer, _kind in who.represents)]
    productions = who.productions | who.commissions | who.counsels
    ties = [
        On(),
        On(unions=who.unions),
        *(On(performer_id=performer) for performer in performers if performer),
        *(On(production_id=production) for production in productions),
    ]
    return any(allowed(who, permission, on) for on in ties)
