"""Reading consents: whose they are, whose countersignature they need, whether their signer's identity is established."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from types import MappingProxyType
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from consent.document import (
    ConsentDocument,
    DocumentError,
    as_case_consent,
    document_digest,
    parse_document,
    verify_consent,
)
from consent.moments import parse_day
from consent.signature import SignatureError, parse_signature
from registry.core.days import end_of_day, in_zone, start_of_day
from registry.core.errors import NotFound
from registry.core.permissions import On
from registry.ledger import reconcile as agreement
from registry.records import strikes
from registry.records.events import EventKind
from registry.records.lives import birth_confirmed, death_confirmed
from registry.records.performers import IdentityStanding, member_unions, standing
from registry.records.tables.accounts import Representation
from registry.records.tables.consents import Consent, ConsentSignature, ConsentUse, Coverage
from registry.records.tables.ledger import Event
from registry.records.tables.lives import LifeEvent
from registry.records.tables.performers import Performer, PerformerKey
from registry.records.tables.productions import Production, ProductionAgreement
from registry.records.tables.unions import UnionAgreement, UnionKey

USABLE = ("given",)
OPEN = ("requested", "deferred")


def load(session: Session, consent_id: str) -> Consent:
    """One consent's row. Raises `NotFound`."""
    consent = session.get(Consent, consent_id)
    if consent is None:
        raise NotFound("consent", consent_id)
    return consent


def document(consent: Consent) -> ConsentDocument:
    """The signed terms. What is stored was parsed when it was drafted, so a failure here means it was altered."""
    return parse_document(consent.document.encode())


def zone_of(session: Session, terms: ConsentDocument) -> ZoneInfo:
    """Where the days of a paper are counted: in the zone that it names, else (in papers of the first version) where its
    production is."""
    return ZoneInfo(terms.time_zone or session.get_one(Production, terms.production_id).time_zone)


def countersigners(
    session: Session, performer_id: str, production_id: str, unions: Collection[str] | None = None
) -> dict[str, str]:
    """Unions that must countersign, each with the agreement that makes it so.

    An agreement covers the performer's work where its union said so; unless the union said that it does not, also
    where the union confirmed both the performer's membership and that the production works under the agreement. unions: as if
    the performer were a member of these.
    """
    said = {
        row.agreement: row.covered
        for row in session.scalars(
            select(Coverage).where(Coverage.performer_id == performer_id, Coverage.production_id == production_id)
        )
    }
    union_of = dict(session.execute(select(UnionAgreement.agreement, UnionAgreement.union_id)).all())
    confirmed = session.scalars(
        select(ProductionAgreement.agreement).where(
            ProductionAgreement.production_id == production_id, ProductionAgreement.confirmed_at.is_not(None)
        )
    )
    members = member_unions(session, performer_id) if unions is None else unions
    return covering(union_of, confirmed, members, said)


def covering(
    union_of: Mapping[str, str], confirmed: Iterable[str], unions: Collection[str], said: Mapping[str, bool]
) -> dict[str, str]:
    """The unions whose agreement covers a performer's work on a production, each with the agreement. union_of: agreement -> its
    union; confirmed: the agreements under which the production works; unions: those of which the performer is a member; said: what
    unions said of agreements, for this work."""
    by_membership = {agreement for agreement in confirmed if union_of.get(agreement) in unions}
    found = {agreement for agreement, covered in said.items() if covered} | (by_membership - set(said))
    return {union_of[agreement]: agreement for agreement in sorted(found) if agreement in union_of}


def signatures(session: Session, consent_id: str) -> list[ConsentSignature]:
    """All signatures on a consent, in the order in which they came."""
    rows = select(ConsentSignature).where(ConsentSignature.consent_id == consent_id)
    return list(session.scalars(rows.order_by(ConsentSignature.id)))


def missing_countersigners(
    session: Session, consent: Consent, needed: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Unions whose countersignature is still needed, each with its agreement, as coverage is known now. needed: what
    `countersigners` answers of it, where that was asked already."""
    there = {row.union_id for row in signatures(session, consent.id)}  # who signed as consenter cannot countersign
    if needed is None:
        needed = countersigners(session, consent.performer_id, consent.production_id)
    return {union: agreement for union, agreement in needed.items() if union not in there}


def touching(session: Session, consent: Consent) -> On:
    """Whose a consent is: the performer's, the production's, and of the unions that it concerns."""
    unions = member_unions(session, consent.performer_id)
    covering = countersigners(session, consent.performer_id, consent.production_id)
    return On(consent.performer_id, unions | frozenset(covering), consent.production_id)


@dataclass(frozen=True)
class Filed:
    """A consent as a check needs it.

    established: the performer's identity is verified, the signer's key was confirmed as theirs and not revoked, and the
    signatures hold over the document as it is stored.
    entry: its `consents[]` entry of a clearance case, but for `person` (empty). digest: SHA-256 of the signed bytes.
    zone: where the days of its term are counted.
    """

    id: str
    digest: str
    state: str
    production_id: str
    established: bool
    document: ConsentDocument
    entry: dict[str, object]
    zone: tzinfo = UTC

    @property
    def begins(self) -> datetime:
        """The instant at which the first day of the term begins, where its days are counted."""
        return start_of_day(parse_day(self.document.scope.valid_from), self.zone)

    @property
    def ends(self) -> datetime:
        """The instant at which the last day of the term is over."""
        return end_of_day(parse_day(self.document.scope.valid_until), self.zone)

    @property
    def counts(self) -> bool:
        """Whether it is given, from an established identity: whether it can allow anything."""
        return self.state == "given" and self.established


def filed(
    session: Session,
    performer: Performer,
    production_id: str,
    *,
    unit_key: str,
    cleared: Mapping[str, datetime] = MappingProxyType({}),
) -> list[Filed]:
    """The consents and refusals that this performer gave this production, oldest first.

    `cleared`: consent -> when the very file that is checked was first cleared under it.

    Requests that nobody has answered are no consents and are left out. Uses are counted without the unit that is
    being checked: a new version of a unit is the same use.
    """
    rows = session.scalars(
        select(Consent)
        .where(Consent.performer_id == performer.id, Consent.production_id == production_id)
        .where(Consent.state.not_in((*OPEN, "lapsed", "superseded")))
        .order_by(Consent.drafted_at, Consent.id)
    )
    verified = standing(session, performer) is IdentityStanding.VERIFIED
    needed = countersigners(session, performer.id, production_id)
    struck = strikes.since(session, production_id, frozenset(needed.values()))
    found = []
    for consent in rows:
        terms = document(consent)
        zone = zone_of(session, terms)
        signed_at = refused_at(session, consent) if consent.state == "refused" else consent.signed_at
        established = verified and _key_established(session, terms, consent)
        established = established and _proved(session, consent, terms)
        countersigned = not missing_countersigners(session, consent, needed)
        if consent.state == "given" and not countersigned:
            continue  # coverage was confirmed since: without the countersignature it is not given yet
        found.append(
            Filed(
                id=consent.id,
                digest=consent.digest,
                state=consent.state,
                production_id=production_id,
                established=established,
                document=terms,
                zone=zone,
                entry=as_case_consent(
                    terms,
                    person="",
                    state=consent.state if established or consent.state != "given" else "unknown",
                    uses_so_far=_uses(session, consent.id, unit_key),
                    countersigned=True,
                    withdrawn_at=_text(consent.withdrawn_at, zone),
                    # the signed terms themselves say that a strike suspends the consent (strike_behaviour)
                    suspended_from=_text(consent.suspended_from or struck, zone),
                    authority_on_file=_authority(session, terms, consent.signed_at),
                    description_specific=consent.description_specific,
                    signed_at=_text(signed_at, zone),
                    file_cleared_at=_text(cleared.get(consent.id), zone),
                ),
            )
        )
    return found


def refused_at(session: Session, consent: Consent) -> datetime | None:
    """When a refusal was given, by the ledger."""
    rows = select(Event.at).where(Event.subject == consent.id, Event.kind == EventKind.CONSENT_REFUSED)
    at = session.scalar(rows.order_by(Event.index.desc()).limit(1))
    return None if at is None else datetime.fromisoformat(at.replace("Z", "+00:00"))


def _text(moment: datetime | None, zone: tzinfo) -> str | None:
    """The instant, whose day is the day of the zone in which the terms count their days."""
    return None if moment is None else in_zone(moment, zone)


def _uses(session: Session, consent_id: str, unit_key: str) -> int:
    rows = select(func.sum(ConsentUse.amount)).where(
        ConsentUse.consent_id == consent_id, ConsentUse.released_at.is_(None), ConsentUse.unit_key != unit_key
    )
    return session.scalar(rows) or 0


def _key_established(session: Session, terms: ConsentDocument, consent: Consent) -> bool:
    fingerprint = terms.signer.key_fingerprint
    if terms.signer.role == "union":
        union_key = session.get(UnionKey, fingerprint)
        return union_key is not None and union_key.revoked_at is None
    key = session.get(PerformerKey, fingerprint)
    return (
        key is not None
        and key.performer_id == consent.performer_id
        and key.signer_role == terms.signer.role
        and key.confirmed_at is not None
        and (key.revoked_at is None or _before_it_was_lost(consent, key))
        and agreement.key_confirmed(session, consent.performer_id, fingerprint)
    )


def _before_it_was_lost(consent: Consent, key: PerformerKey) -> bool:
    """Whether a key that a union has replaced since had signed already: a lost key is nobody else's, as a stolen one may be."""
    replaced_at = key.revoked_at if key.replaced_by is not None else None
    return replaced_at is not None and consent.signed_at is not None and consent.signed_at < replaced_at


def _proved(session: Session, consent: Consent, terms: ConsentDocument) -> bool:
    """Whether the document is the one that was signed, for this performer and production, by the keys on record.

    Looked at each time: a row that was altered in the database must not clear anything.
    """
    named = terms.consent_id, terms.performer.id, terms.production_id, document_digest(terms)
    if named != (consent.id, consent.performer_id, consent.production_id, consent.digest):
        return False
    if consent.state == "given" and not agreement.given(session, consent.id):
        return False
    rows = signatures(session, consent.id)
    try:
        verify_consent(terms, [parse_signature(row.signature) for row in rows], text=consent.text)
    except (SignatureError, DocumentError):
        return False
    return all(_by_its_union(session, row) for row in rows if row.role == "countersigner")


def _by_its_union(session: Session, row: ConsentSignature) -> bool:
    key = session.get(UnionKey, row.fingerprint)
    found = parse_signature(row.signature)
    return (
        key is not None
        and (key.union_id, key.public_key) == (row.union_id, found.public_key)
        and (row.role, row.fingerprint) == (found.role, found.fingerprint)
    )


def _authority(session: Session, terms: ConsentDocument, signed_at: datetime | None) -> bool | None:
    """Whether whoever signed for the performer had the authority to, by the signature; None: nobody knows, or nothing is needed.

    A guardian acts for a minor and an estate for the dead: that there is one, and that the other has died, those have to have
    put on record who may know it (registry.lives). An authority that is given later heals no signature. Coming of age ends a
    guardian's authority and not what was signed by it.
    """
    performer, role = terms.performer.id, terms.signer.role
    if role == "performer":
        return None
    if role == "union":  # it speaks for its own members, and for nobody else
        union_key = session.get(UnionKey, terms.signer.key_fingerprint)
        held = union_key is not None and union_key.union_id in member_unions(session, performer)
    else:
        key = session.get(PerformerKey, terms.signer.key_fingerprint)
        of_age = select(LifeEvent.recorded_at).where(LifeEvent.performer_id == performer, LifeEvent.kind == "of_age")
        rows = select(Representation.id).where(
            Representation.performer_id == performer,
            Representation.account_id == (key.added_by if key is not None else None),
            Representation.kind == role,
            Representation.confirmed_by.is_not(None),
            *(column <= signed_at for column in (Representation.confirmed_at, Representation.accepted_at) if signed_at),
            or_(Representation.ended_at.is_(None), Representation.ended_at.in_(of_age)),
        )
        held = session.scalars(rows).first() is not None
    if held and role == "guardian" and not birth_confirmed(session, performer):
        return None
    if held and role in ("estate", "union") and not death_confirmed(session, performer):
        return None
    return held
