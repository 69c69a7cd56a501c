"""Performers: their records, keys, biometric release and enrolment, and how their identity is established."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from consent.act import SignedAct
from registry.core.database import Database
from registry.core.days import begun_anywhere
from registry.core.errors import Conflict, Invalid, NotFound
from registry.core.fields import clean_line
from registry.core.permissions import Forbidden, Identity, On, Permission, allowed, require
from registry.gallery import recordings
from registry.gallery.coverage import generation, grow
from registry.gallery.crowding import crowds, set_aside
from registry.gallery.enrolment import (
    MOST_PICTURES,
    Enrolment,
    Reference,
    already_registered,
    first_encoder,
    keep,
    look,
)
from registry.gallery.keys import key_name
from registry.gallery.recordings import Kept, Read
from registry.gallery.source import GallerySource
from registry.ledger.record import record
from registry.notices.service import notify
from registry.people.accounts.offices import Office, give
from registry.people.disputes.claims import raise_disputes
from registry.people.keys import add, require_of_file, revoke, typed_key
from registry.people.performers.identity import confirm
from registry.people.performers.leaving import forget, withdraw
from registry.people.performers.registering import begin_record, claim_in
from registry.people.performers.replacing import replaced
from registry.people.performers.sides import in_the_making, own_side, require_may_erase
from registry.people.release import ReleaseText, release_text, sign
from registry.ports.keys import KeyMissing, KeyStore
from registry.records.events import EventKind
from registry.records.performers import (
    Card,
    IdentityStanding,
    card,
    claims_a_likeness,
    hears_of,
    likeness_digest,
    live_keys,
    live_release,
    load,
    open_disputes,
)
from registry.records.tables.ledger import LedgerHead
from registry.records.tables.performers import BiometricRelease, IdentityConfirmation, Performer, PerformerKey
from registry.records.tables.unions import UnionMembership

if TYPE_CHECKING:
    from matching.findings import Examination
    from matching.modality import Modality

CHANGED = "enrolment-changed"
"""The gallery changed while references were looked at: they have to be compared again."""

Ending = Callable[[Session, Enrolment], None]
"""Called in the transaction of an enrolment, with what comes of it."""


class Performers:
    """The record of a performer and what its owner does with it; enrolment and identity are in modules beside."""

    def __init__(
        self,
        db: Database,
        clock: Callable[[], datetime],
        keystore: KeyStore,
        senses: "Mapping[str, Modality]",
        galleries: Mapping[str, GallerySource],
        examine: "Callable[..., Examination]",
        registry_id: Callable[[], str],
    ) -> None:
        """senses: by name, the usual one first; galleries: of each of them; registry_id: as signed papers name the registry."""
        self._db = db
        self._clock = clock
        self._keystore = keystore
        self._senses = senses
        self._galleries = galleries
        self._examine = examine
        self._registry_id = registry_id

    def register(
        self,
        who: Identity,
        name: str,
        account: str | None = None,
        unions: Sequence[str] = (),
        born: date | None = None,
        died: date | None = None,
    ) -> Performer:
        """A new performer, `unverified`, with membership claimed in `unions`.

        `account` is the account that the performer signs in with: one's own, or one that a representative of one of
        the unions names, and that has to accept it. Raises `Invalid`, `NotFound`,
        `Conflict`, `Forbidden`.
        """
        require(who, Permission.PERFORMER_REGISTER)
        clean_name = clean_line(name)
        today = begun_anywhere(self._clock())
        wrong = {}
        if clean_name is None:
            wrong["name"] = "field-line"
        if born is not None and born > today:
            wrong["born"] = "field-date"
        if died is not None and (died > today or (born is not None and died < born)):
            wrong["died"] = "field-date"
        if clean_name is None or wrong:
            raise Invalid(fields=wrong)
        if account not in (None, who.account_id) and not who.unions & frozenset(unions):
            raise Forbidden(Permission.PERFORMER_REGISTER)
        with self._db.write() as session:
            performer = begin_record(session, who.account_id, clean_name, self._clock(), born, died)
            if account is not None:
                give(session, who, account, Office.PERFORMER, performer.id, self._clock())
            claim_in(session, who.account_id, performer.id, unions, self._clock())
            return performer

    def get(self, who: Identity, performer_id: str) -> Performer:
        """Raises `NotFound`, `Forbidden`."""
        with self._db.read() as session:
            performer, on = load(session, performer_id)
            if not in_the_making(who, performer):
                require(who, Permission.PERFORMER_READ, on)
            return performer

    def card(self, who: Identity, performer_id: str) -> Card:
        """Everything that the performer and their unions see of the record; no template, no other performer.

        Raises `NotFound`, `Forbidden`.
        """
        with self._db.read() as session:
            performer, on = load(session, performer_id)
            if not in_the_making(who, performer):
                require(who, Permission.PERFORMER_READ, on)
            return card(session, performer, own=own_side(who, performer))

    def for_viewer(self, who: Identity) -> list[Performer]:
        """Every performer whom this account may see: itself, those it acts for, its unions' members."""
        ties = select(UnionMembership.performer_id).where(
            UnionMembership.union_id.in_(who.unions), UnionMembership.ended_at.is_(None)
        )
        near = or_(
            Performer.id == who.performer_id,
            Performer.id.in_([performer for performer, _kind in who.represents]),
            Performer.id.in_(ties),
            Performer.registered_by == who.account_id,
        )
        with self._db.look() as session:
            members = set(session.scalars(ties))
            return [
                row
                for row in session.scalars(select(Performer).where(near).order_by(Performer.name, Performer.id))
                if in_the_making(who, row)
                or allowed(who, Permission.PERFORMER_READ, On(row.id, who.unions if row.id in members else frozenset()))
            ]

    def add_key(self, who: Identity, performer_id: str, kind: str, public_key: str) -> PerformerKey:
        """A public key (base64url) with which the performer, or who acts for them, signs.

        It counts as this person's once a union representative confirms its fingerprint. Raises `Invalid`,
        `Conflict`, `NotFound`, `Forbidden`.
        """
        with self._db.write() as session:
            performer, on = load(session, performer_id)
            require(who, Permission.PERFORMER_KEY_ADD, on)
            role = "performer"
            if who.performer_id != performer_id:
                role = next(kind for represented, kind in who.represents if represented == performer_id)
            require_of_file(kind)
            return add(session, who.account_id, performer, role, kind, typed_key(public_key), self._clock())

    def revoke_key(self, who: Identity, performer_id: str, fingerprint: str) -> None:
        """The key signs nothing new from now on. Raises `NotFound`, `Forbidden`."""
        with self._db.write() as session:
            _performer, on = load(session, performer_id)
            require(who, Permission.PERFORMER_KEY_ADD, on)
            revoke(session, who.account_id, performer_id, fingerprint, self._clock())

    def keys(self, who: Identity, performer_id: str) -> list[PerformerKey]:
        """The keys in force, the oldest first. Raises `NotFound`, `Forbidden`."""
        with self._db.read() as session:
            _performer, on = load(session, performer_id)
            require(who, Permission.PERFORMER_READ, on)
            return live_keys(session, performer_id)

    def release_text(self, language: str, modality: str | None = None) -> ReleaseText:
        """The biometric release for templates of a sense (the usual one unless another is named), to be read before it is
        signed. Raises `NotFound` for a sense that nothing is enrolled of here."""
        return release_text(language, self._sense(modality).name)

    def sign_release(
        self, who: Identity, performer_id: str, language: str, text_digest: str, modality: str | None = None
    ) -> BiometricRelease:
        """Releases the making of templates of a sense; `text_digest` is of the text that
        was shown. Raises `Conflict` where the text is another by now, a release is in force, or another has to sign it (a
        minor's guardian), `NotFound`, `Forbidden`."""
        sense = self._sense(modality).name
        with self._db.write() as session:
            performer, on = load(session, performer_id)
            require(who, Permission.PERFORMER_ENROL, on)
            guardian = (performer_id, "guardian") in who.represents
            at = self._clock()
            return sign(session, who.account_id, performer, language, text_digest, at, sense, guardian=guardian)

    def _sense(self, modality: str | None) -> "Modality":
        name = next(iter(self._senses)) if modality is None else modality
        if name not in self._senses:
            raise NotFound("sense", name)
        return self._senses[name]

    def withdraw_release(self, who: Identity, performer_id: str, modality: str | None = None) -> None:
        """Templates and their key are destroyed, of one sense or of all of them; the record and its consents stay, unverified
        where no likeness is left that was confirmed.

        Raises `NotFound`, `Forbidden`.
        """
        with self._db.write() as session:
            performer, on = load(session, performer_id)
            require_may_erase(who, performer, on)
            withdraw(session, self._keystore, who.account_id, performer, self._clock(), modality)

    def forget(self, who: Identity, performer_id: str) -> None:
        """Destroys the performer's key, then templates and kept pictures; the record says that it was so.

        It may be repeated, and after an old database was restored it must be: without the key its templates are
        unreadable, and the gallery reports them as lost until they are gone. Raises `NotFound`, `Forbidden`.
        """
        with self._db.write() as session:
            performer, on = load(session, performer_id)
            require_may_erase(who, performer, on)
            forget(session, self._keystore, who.account_id, performer, self._clock())

    def enrol(
        self,
        who: Identity,
        performer_id: str,
        files: Sequence[Path],
        keep_pictures: bool | None = None,
        modality: str | None = None,
        *,
        readings: Sequence[Read] = (),
        ending: "Ending" = lambda _session, _enrolment: None,
        looking: Callable[[Path], None] = lambda _path: None,
    ) -> Enrolment:
        """Enrols somebody for one sense (the usual one unless another is named) from references of them alone: all of the
        files, or, with advice, none.

        `keep_pictures` says whether the files are kept, sealed (None: as the performer chose before; recordings are kept
        only where it is said). `readings`: what was read aloud in each file, for a sense that hears speech; such recordings are
        kept, sealed, until the identity is confirmed, and for 14 days at most. References of whom somebody else registered open a
        dispute. What is added to a verified identity waits, parked, until it
        is confirmed: a stolen session cannot put somebody else behind a performer's consents.

        It looks at files, for seconds: never within a request. `looking` hears of each before it is looked at; `ending` is
        called in the transaction that writes, with what comes of it, and with advice in one of its own. Raises `Invalid`
        for the number of files, `Conflict` without a biometric release, or (`CHANGED`) where the gallery has changed
        meanwhile, `Undecidable` without models or thresholds, `NotFound`, `Forbidden`, and what `ending` raises.
        """
        performer, sense = self.require_enrollable(who, performer_id, len(files), modality, len(readings))
        usual = performer.keep_pictures and sense.speech is None
        keeping = usual if keep_pictures is None else keep_pictures
        gallery = self._galleries[sense.name]
        loaded = gallery.load()
        if any(loss.performer_id == performer_id and not loss.readable for loss in loaded.losses):
            raise Conflict("templates-unreadable")
        own = gallery.own(performer_id)
        enrolled = own.get(first_encoder(loaded.thresholds, loaded.encoders), [])

        def examine(path: Path, *arguments: object, **options: object) -> "Examination":
            looking(path)
            return self._examine(path, *arguments, **options)

        references, advice = look(sense, files, examine, loaded, enrolled, keep=keeping, readings=readings)
        if advice:
            refused = Enrolment(advice=tuple(advice))
            with self._db.write() as session:
                ending(session, refused)
            return refused
        others = loaded.gallery.without({performer_id})
        claimed = already_registered(references, others, loaded.thresholds)
        crowding = crowds(references, performer_id, own, loaded, others)
        try:
            key = self._keystore.get_or_create(key_name(performer_id, sense.name))
        except KeyMissing:
            raise Conflict("templates-unreadable") from None
        with self._db.write() as session:
            performer, _on = load(session, performer_id)
            # Whoever holds the ledger's head changes the gallery alone: a switch of encoders waits, or is seen here.
            session.scalars(select(LedgerHead).with_for_update()).one_or_none()
            released = live_release(session, performer_id, sense.name) is not None
            if generation(session) != loaded.gallery.generation or not released:
                raise Conflict(CHANGED)
            if sense.speech is None:
                performer.keep_pictures = keeping
            raise_disputes(session, who.account_id, performer, claimed, self._clock(), sense.name)
            parked = performer.status == IdentityStanding.VERIFIED or claims_a_likeness(session, performer_id)
            count = keep(session, performer, key, references, parked=parked, at=self._clock())
            recordings.keep(session, self._keystore, performer_id, sense.name, _read(references), self._clock())
            if crowding:
                set_aside(session, performer_id, self._clock(), sense.name)
            grow(session)
            likeness = likeness_digest(session, performer_id)
            record(
                session,
                who.account_id,
                EventKind.TEMPLATES_ENROLLED,
                performer_id,
                at=self._clock(),
                pictures=len(references),
                templates=count,
                parked=parked,
                face=likeness,  # as the ledger has always called it
            )
            notify(session, "notice-enrolled", performer=performer_id, pictures=len(references))
            enrolled_now = Enrolment(
                accepted=tuple(reference.file for reference in references),
                likeness_digest=likeness,
                disputed=any(hears_of(session, one, performer_id) for one in open_disputes(session, performer_id)),
                parked=parked or crowding or performer.status != IdentityStanding.VERIFIED,
            )
            ending(session, enrolled_now)
            return enrolled_now

    def require_enrollable(
        self, who: Identity, performer_id: str, count: int, modality: str | None, readings: int = 0
    ) -> "tuple[Performer, Modality]":
        """The performer and the sense, where so many files may be enrolled, in each of which one of so many texts was read.
        Raises `Invalid`, `Conflict`, `NotFound`, `Forbidden`."""
        sense = self._sense(modality)
        with self._db.read() as session:
            performer, on = load(session, performer_id)
            require(who, Permission.PERFORMER_ENROL, on)
            if live_release(session, performer_id, sense.name) is None:
                raise Conflict("release-missing")
        if not 1 <= count <= MOST_PICTURES:
            raise Invalid("enrolment-count", {"pictures": "enrolment-count"}, limit=MOST_PICTURES)
        if readings != (count if sense.speech is not None else 0):
            raise Invalid("reading-each", {"readings": "reading-each"})
        return performer, sense

    def verify(
        self,
        who: Identity,
        performer_id: str,
        name: str,
        key_fingerprint: str,
        method: str,
        expected_likeness: str | None = None,
        replaces: str | None = None,
        act: SignedAct | None = None,
    ) -> IdentityConfirmation:
        """A representative of one of the performer's unions confirms likeness, key and name together; never the
        performer, who acts for them, or an administrator.

        `method` says how ("met in person, passport seen"); `expected_likeness` is the digest of the templates that the
        representative was shown; `replaces` a lost key in whose place this one is put, `act` the same, signed.
        Raises `Invalid`, `Conflict`, `NotFound`, `Forbidden`.
        """
        with self._db.write() as session:
            performer, on = load(session, performer_id)
            require(who, Permission.PERFORMER_VERIFY, on)
            confirmed = confirm(
                session,
                self._keystore,
                who,
                performer,
                on,
                name=name,
                key_fingerprint=key_fingerprint,
                method=method,
                expected_likeness=expected_likeness,
                at=self._clock(),
            )
            if replaces is not None:
                replaced(session, who, confirmed, replaces, act, on, self._registry_id(), self._clock())
            return confirmed


def _read(references: Sequence[Reference]) -> list[tuple[Read, Kept]]:
    """What was read aloud, with its text, where texts were read."""
    return [(one.read, Kept(one.media_type, one.content)) for one in references if one.read and one.content is not None]
