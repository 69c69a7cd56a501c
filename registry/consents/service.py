"""Consents: drafted from the closed vocabulary, signed with the signer's own key, countersigned, given, ended.

The registry never signs for anybody: it shows the bytes, and takes the signature that was made over them elsewhere.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consent.act import SignedAct, Withdrawal
from consent.document import (
    DocumentError,
    SignedConsent,
    canonical_bytes,
    document_digest,
    new_document,
    plain_words,
)
from consent.signature import parse_signature
from registry.consents import records, signing
from registry.consents.floors import require_floors
from registry.consents.history import HistoryEntry, history_of
from registry.consents.signers import barred_by, flaws
from registry.consents.viewing import ConsentView, show
from registry.core.database import Database, new_id
from registry.core.errors import Conflict, Invalid, NotFound
from registry.core.permissions import Identity, On, Permission, allowed, require
from registry.ledger.record import record
from registry.notices.service import notify
from registry.people.acts import keep_act
from registry.records.events import EventKind
from registry.records.performers import member_unions
from registry.records.tables.consents import Consent, ConsentSignature, Coverage
from registry.records.tables.performers import Performer
from registry.records.tables.productions import Production
from registry.records.tables.unions import UnionAgreement, UnionKey
from registry.records.visibility import for_production_only, shown_kinds

SPECIFIC = ("yes", "no", "unsure")


class Consents:
    """Consents of one registry. `registry_id` answers the id that every document names."""

    def __init__(self, db: Database, clock: Callable[[], datetime], registry_id: Callable[[], str]) -> None:
        self._db = db
        self._clock = clock
        self._registry_id = registry_id

    def draft(
        self,
        who: Identity,
        performer_id: str,
        production_id: str,
        scope: Mapping[str, Any],
        *,
        signer_role: str = "performer",
        key_fingerprint: str | None = None,
        language: str = "en",
        replaces: str | None = None,
    ) -> Consent:
        """Write the document that is to be signed; `scope` states every dimension (consent/document/model.py).

        Without `key_fingerprint` the signer's latest confirmed key is named. Raises `Invalid` listing what is wrong with the
        scope by path, `Conflict` where the signer has no key, `NotFound`, `Forbidden`.
        """
        with self._db.write() as session:
            return self.draft_in(
                session, who, performer_id, production_id, scope, signer_role=signer_role,
                key_fingerprint=key_fingerprint, language=language, replaces=replaces,
            )  # fmt: skip

    def draft_in(
        self,
        session: Session,
        who: Identity,
        performer_id: str,
        production_id: str,
        scope: Mapping[str, Any],
        *,
        signer_role: str = "performer",
        key_fingerprint: str | None = None,
        language: str = "en",
        replaces: str | None = None,
    ) -> Consent:
        """The same, in the caller's transaction."""
        performer, production = session.get(Performer, performer_id), session.get(Production, production_id)
        unions = member_unions(session, performer_id)
        on = On(performer_id, unions, production_id)
        if performer is None or performer.status == "forgotten":
            raise NotFound("performer", performer_id)
        if production is None:
            raise NotFound("production", production_id)
        require(who, Permission.CONSENT_REQUEST, on)
        moment = self._clock()
        try:
            key, name = signing.signer(session, performer, signer_role, key_fingerprint)
        except Conflict:
            if for_production_only(who, on):  # who cannot be asked yet reads like somebody of whom nobody knows
                raise NotFound("performer", performer_id) from None
            raise
        consent_id = new_id("C")
        try:
            document = new_document(
                registry_id=self._registry_id(),
                consent_id=consent_id,
                performer={"id": performer.id, "name": performer.name},
                signer={"role": signer_role, "name": name, "key_fingerprint": key},
                counterparty={"id": production.id, "name": production.company},
                production_id=production.id,
                scope=scope,
                created_at=moment,
                language=language,
                replaces=_replaced(session, replaces, performer_id, production_id),
                time_zone=production.time_zone,
            )
        except DocumentError as error:
            wrong = {problem.path: str(problem) for problem in error.problems}
            raise Invalid("consent-document-invalid", wrong, problem=str(error.problems[0])) from error
        require_floors(session, document)
        consent = Consent(
            id=consent_id,
            performer_id=performer.id,
            production_id=production.id,
            document=canonical_bytes(document).decode(),
            text=plain_words(document),
            digest=document_digest(document),
            language=language,
            state="requested",
            drafted_by=who.account_id,
            drafted_at=moment,
        )
        session.add(consent)
        record(session, who.account_id, EventKind.CONSENT_DRAFTED, consent_id, at=moment, digest=consent.digest)
        notify(session, "notice-consent-requested", performer=performer.id, consent=consent_id, title=production.title)
        return consent

    def get(self, who: Identity, consent_id: str) -> ConsentView:
        """One consent. Raises `NotFound` for an unknown one and for one that the viewer may not see."""
        with self._db.read() as session:
            return show(session, who, self._readable(session, who, consent_id), self._clock())

    def words(self, who: Identity, consent_id: str, language: str | None = None) -> str:
        """The plain words of the terms: the very text whose digest is signed, or its reading in another language."""
        consent = self._read(who, consent_id)
        if language in (None, consent.language):
            return consent.text
        return plain_words(records.document(consent), language)

    def document_bytes(self, who: Identity, consent_id: str) -> bytes:
        """The canonical bytes: what the signer and the union sign."""
        return self._read(who, consent_id).document.encode()

    def file(self, who: Identity, consent_id: str) -> dict[str, Any]:
        """The consent as the file that `likeness consent sign` reads: document, text, and the signatures so far."""
        consent = self._read(who, consent_id)
        with self._db.read() as session:
            there = [parse_signature(row.signature) for row in records.signatures(session, consent_id)]
        return SignedConsent(records.document(consent), consent.text, tuple(there)).as_dict()

    def signatures(self, who: Identity, consent_id: str) -> list[ConsentSignature]:
        """The signatures on a consent, in the order in which they came."""
        self._read(who, consent_id)
        with self._db.read() as session:
            return records.signatures(session, consent_id)

    def history(self, who: Identity, consent_id: str) -> list[HistoryEntry]:
        """What became of a consent. A production learns neither who acted nor that somebody refused or withdrew."""
        with self._db.read() as session:
            consent = self._readable(session, who, consent_id)
            narrow = for_production_only(who, records.touching(session, consent))
            kinds = shown_kinds(narrow)
            lines = [line for line in history_of(session, consent) if kinds(line.kind)]
            return [replace(line, actor="") for line in lines] if narrow else lines

    def add_signature(self, who: Identity, consent_id: str, signature: object) -> Consent:
        """Take the signer's signature over the document's bytes.

        Raises `Invalid` for a signature that is not by the key that the document names, or does not hold;
        `Conflict` where the consent is signed or over, who signs could not (a minor, an estate of the living, the dead), or it
        takes the place of one to which the performer said no themselves;
        `Forbidden`, `NotFound`.
        """
        with self._db.write() as session:
            consent = records.load(session, consent_id)
            terms = records.document(consent)
            side = On(consent.performer_id, production_id=consent.production_id)
            if terms.signer.role == "union":
                unions = member_unions(session, consent.performer_id)
                side = On(consent.performer_id, unions, consent.production_id)
            require(who, Permission.CONSENT_SIGN, side)
            if consent.state not in records.OPEN or consent.signed_at is not None:
                raise Conflict("consent-not-open", consent=consent_id)
            signing.require_no_own_no(session, terms, who, consent.performer_id)
            found = signing.checked(signature, consent, "signer")
            if found.fingerprint != terms.signer.key_fingerprint:
                raise Invalid("consent-signature-other-key", fingerprint=found.fingerprint)
            union = signing.registered_to(session, found, terms, consent.performer_id)
            moment = self._clock()
            signing.require_entitled(session, terms, moment)
            session.add(signing.row(consent, found, who, moment, union))
            consent.signed_at = moment
            record(
                session, who.account_id, EventKind.CONSENT_SIGNED, consent_id, at=moment, fingerprint=found.fingerprint
            )
            session.flush()
            self._settle(session, who, consent, moment)
            for waiting, agreement in records.missing_countersigners(session, consent).items():
                notify(session, "notice-countersign", union=waiting, consent=consent_id, agreement=agreement)
        return consent

    def countersign(self, who: Identity, consent_id: str, signature: object, description_specific: str) -> Consent:
        """Take a union's countersignature over the same bytes, with its judgement of the description.

        Only a union whose agreement covers the work countersigns, with a key registered for it, after the signer,
        and neither by whoever brought the signer's signature nor where the union itself signed as consenter.
        Raises `Invalid`, `Conflict`, `Forbidden`, `NotFound`.
        """
        if description_specific not in SPECIFIC:
            raise Invalid(fields={"description_specific": "field-choice"})
        with self._db.write() as session:
            consent = records.load(session, consent_id)
            needed = records.missing_countersigners(session, consent)
            side = On(consent.performer_id, frozenset(needed), consent.production_id)
            require(who, Permission.CONSENT_COUNTERSIGN, side)
            if consent.state not in (*records.OPEN, "given") or consent.signed_at is None:
                raise Conflict("consent-not-signed-yet", consent=consent_id)
            found = signing.checked(signature, consent, "countersigner")
            key = session.get(UnionKey, found.fingerprint)
            if key is None or key.revoked_at or key.public_key != found.public_key or key.union_id not in needed:
                raise Invalid("consent-signature-no-union-key", fingerprint=found.fingerprint)
            if key.union_id not in who.unions:
                require(who, Permission.CONSENT_COUNTERSIGN)
            signers = [row for row in records.signatures(session, consent_id) if row.role == "signer"]
            if any(row.union_id == key.union_id or row.submitted_by == who.account_id for row in signers):
                raise Conflict("consent-signed-by-same-side", consent=consent_id)
            require_floors(session, records.document(consent))
            moment = self._clock()
            session.add(signing.row(consent, found, who, moment, key.union_id))
            consent.description_specific = signing.strictest(consent.description_specific, description_specific)
            record(
                session,
                who.account_id,
                EventKind.CONSENT_COUNTERSIGNED,
                consent_id,
                at=moment,
                union=key.union_id,
                fingerprint=found.fingerprint,
                description_specific=description_specific,
            )
            session.flush()
            self._settle(session, who, consent, moment)
        return consent

    def confirm_coverage(
        self, who: Identity, performer_id: str, production_id: str, agreement: str, covered: bool
    ) -> Coverage:
        """The union says whether the performer's work on the production falls under its agreement."""
        with self._db.write() as session:
            assigned = session.get(UnionAgreement, agreement)
            require(
                who,
                Permission.COVERAGE_CONFIRM,
                On(performer_id, frozenset({assigned.union_id} if assigned else ()), production_id),
            )
            if session.get(Performer, performer_id) is None:
                raise NotFound("performer", performer_id)
            if session.get(Production, production_id) is None:
                raise NotFound("production", production_id)
            pair = Consent.performer_id == performer_id, Consent.production_id == production_id
            open_ = session.scalars(select(Consent).where(*pair, Consent.state.in_(records.OPEN))).all()
            # only this union's word gives a consent: not one whose countersigner was lost to something else
            waiting = [consent for consent in open_ if records.missing_countersigners(session, consent)]
            moment = self._clock()
            key = {"performer_id": performer_id, "production_id": production_id, "agreement": agreement}
            coverage = session.scalars(select(Coverage).filter_by(**key)).one_or_none()
            if coverage is None:
                coverage = Coverage(**key)
                session.add(coverage)
            coverage.covered, coverage.confirmed_by, coverage.confirmed_at = covered, who.account_id, moment
            record(
                session,
                who.account_id,
                EventKind.COVERAGE_CONFIRMED,
                production_id,
                at=moment,
                performer=performer_id,
                agreement=agreement,
                covered=covered,
            )
            title = session.get_one(Production, production_id).title
            said = {"agreement": agreement, "covered": "yes" if covered else "no", "title": title}
            notify(session, "notice-coverage-said", performer=performer_id, **said)
            notify(session, "notice-coverage-said", production=production_id, **said)
            session.flush()
            for consent in waiting:
                self._settle(session, who, consent, moment)
        return coverage

    def refuse(self, who: Identity, consent_id: str) -> Consent:
        """The performer (or who acts for them) says no. The production is not told; it sees an open request."""
        with self._db.write() as session:
            consent = records.load(session, consent_id)
            require(who, Permission.CONSENT_SIGN, On(consent.performer_id))
            if consent.state not in records.OPEN:
                raise Conflict("consent-not-open", consent=consent_id)
            consent.state = "refused"
            record(session, who.account_id, EventKind.CONSENT_REFUSED, consent_id, at=self._clock())
            for union in member_unions(session, consent.performer_id):
                notify(session, "notice-consent-refused", union=union, consent=consent_id)
            notify(session, "notice-consent-refused", performer=consent.performer_id, consent=consent_id)
        return consent

    def withdraw(self, who: Identity, consent_id: str, act: SignedAct | None = None) -> Consent:
        """End a consent at once: the performer, who acts for them, or a union that it concerns. `act`: the same, signed.

        The production is told that it is no longer usable, not by whom or why. Raises `Invalid` for an act that says
        something else or is not signed by a confirmed key of who acts, `Conflict`, `Forbidden`, `NotFound`.
        """
        with self._db.write() as session:
            consent = records.load(session, consent_id)
            require(who, Permission.CONSENT_WITHDRAW, records.touching(session, consent))
            if consent.state not in (*records.OPEN, "given", "suspended"):
                raise Conflict("consent-over", consent=consent_id)
            moment, usable = self._clock(), consent.state not in records.OPEN
            consent.state, consent.withdrawn_at, consent.withdrawn_by = "withdrawn", moment, who.account_id
            signed = {}
            if act is not None:
                about = Withdrawal(consent_id=consent.id, sha256=consent.digest)
                side = records.touching(session, consent)
                signed = keep_act(session, who, act, about, side, consent.id, self._registry_id(), moment)
            record(session, who.account_id, EventKind.CONSENT_WITHDRAWN, consent_id, at=moment, **signed)
            notify(session, "notice-consent-withdrawn", performer=consent.performer_id, consent=consent_id)
            for union in records.touching(session, consent).unions:
                notify(session, "notice-consent-withdrawn", union=union, consent=consent_id)
            if usable:
                notify(session, "notice-consent-not-usable", production=consent.production_id, consent=consent_id)
        return consent

    def _read(self, who: Identity, consent_id: str) -> Consent:
        with self._db.read() as session:
            return self._readable(session, who, consent_id)

    def _readable(self, session: Session, who: Identity, consent_id: str) -> Consent:
        consent = records.load(session, consent_id)
        if not allowed(who, Permission.CONSENT_READ, records.touching(session, consent)):
            raise NotFound("consent", consent_id)
        return consent

    def _settle(self, session: Session, who: Identity, consent: Consent, moment: datetime) -> None:
        """A consent is given once its signer has signed and nobody's countersignature is missing."""
        if consent.state not in records.OPEN or consent.signed_at is None:
            return
        if records.missing_countersigners(session, consent):
            return
        consent.state, consent.given_at = "given", moment
        record(session, who.account_id, EventKind.CONSENT_GIVEN, consent.id, at=moment)
        terms, performer = records.document(consent), session.get_one(Performer, consent.performer_id)
        zone = records.zone_of(session, terms)
        consent.barred = barred_by(flaws(terms, performer, signed_at=consent.signed_at, now=moment, zone=zone))
        replaces = terms.replaces
        if replaces is not None:
            earlier = records.load(session, replaces.consent_id)
            earlier.state = "superseded"
            record(session, who.account_id, EventKind.CONSENT_SUPERSEDED, earlier.id, at=moment, by=consent.id)
        notify(session, "notice-consent-given", performer=consent.performer_id, consent=consent.id)
        notify(session, "notice-consent-given", production=consent.production_id, consent=consent.id)


def _replaced(session: Session, consent_id: str | None, performer: str, production: str) -> dict[str, str] | None:
    if consent_id is None:
        return None
    earlier = records.load(session, consent_id)
    if (earlier.performer_id, earlier.production_id) != (performer, production):
        raise NotFound("consent", consent_id)
    return {"consent_id": earlier.id, "sha256": earlier.digest}
