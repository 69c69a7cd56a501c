"""The decision: one transaction in which everything that it rests on is read as it is now, and everything is written."""

import json
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consent.canonical import sha256_hex
from consent.clearance.ruleset import shipped
from consent.document.fields import TERRITORY
from consent.ledger import Head
from consent.signature import SigningKey
from consent.verdicts import ALLOWED
from matching.origin.findings import Origin
from registry.approvals import asked, copied
from registry.approvals.established import Established
from registry.checks.copies.search import CopiesSeen
from registry.checks.deciding import uses
from registry.checks.deciding.asked import AsksPeople, NobodyAsked, OwnView
from registry.checks.deciding.asking import Decide, KnownIdentities, judge
from registry.checks.deciding.asking import held as held_by
from registry.checks.deciding.case import Built
from registry.checks.deciding.copied import WHOLE, LinksCopies, of_temporary, reckoned
from registry.checks.deciding.facts import CheckFacts, gather, resolve_names
from registry.checks.deciding.people import Recognition, Someone
from registry.checks.deciding.prompts import tell_named, with_names_of
from registry.checks.deciding.reasons import of_contradictions, of_origin, of_version
from registry.checks.deciding.resting import consents_under, outlived
from registry.checks.intake.endings import SYSTEM, drop_pieces
from registry.checks.intake.jobs import Lease, held
from registry.checks.receipts.issued import issue
from registry.checks.receipts.receipt import GalleryUsed, signed_receipt
from registry.consents.records import Filed
from registry.core.database import Database, new_id
from registry.core.texts import CATALOGUE
from registry.gallery.coverage import generation, outdated
from registry.ledger.concerns import settle
from registry.ledger.record import record
from registry.notices.service import notify
from registry.productions.contradictions import against_file, against_origin, contradictions, too_late
from registry.productions.declaration import Declaration, read_declaration
from registry.records.events import EventKind
from registry.records.performers import IdentityStanding
from registry.records.tables.checks import Check, CheckCandidate, CheckPerson
from registry.records.tables.ledger import LedgerHead
from registry.records.visibility import Role, Viewer, project

SALT = "salt"
"""A decision's random part: a receipt holds the digest of the whole decision, which could otherwise be guessed at."""


@dataclass(frozen=True)
class Seen:
    """What an examination found, without vectors: ready to be decided on and stored. length: seconds that the file lasts; 0.0
    of a still picture. sampling: how closely a film was looked at, and waveform: how loud it is when
    (`registry.checks.examining.extent`). known: what of it was known from an earlier version (`registry.checks.examining.known`).
    origin: what the file says about it; None where that was not read."""

    sha256: str
    size: int
    media: str
    width: int
    height: int
    models: Mapping[str, str]
    thresholds: str
    found: tuple[Recognition, ...]
    gallery: GalleryUsed
    length: float = 0.0
    sampling: Mapping[str, int] | None = None
    waveform: Mapping[str, Any] | None = None
    known: Mapping[str, Any] | None = None
    preview: str | None = field(default=None, repr=False)
    evidence: Mapping[str, bytes] = field(default_factory=dict, repr=False)  # what a person may have to look at
    own: Mapping[str, OwnView] = field(default_factory=dict, repr=False)  # what each may be shown of themselves
    copied: CopiesSeen | None = field(default=None, repr=False)  # what shows the same frames
    origin: Origin | None = field(default=None, repr=False)
    blotted: bytes | None = field(default=None, repr=False)  # JPEG: all of it, nobody in it recognisable

    @property
    def sounds(self) -> bool:
        """Whether there is anything in it to be heard: a film may have tracks of sound with nothing in them."""
        return self.media == "audio" or (self.waveform is not None and any(self.waveform["peaks"]))


class GalleryChanged(Exception):
    """Somebody was enrolled or forgotten since what was found was compared: it must be compared again."""


class FileChanged(Exception):
    """The bytes that were examined are not those that the check is about."""


Establish = Callable[[Session, Check, datetime, Sequence[str]], Established]


def nothing_established(_session: Session, _check: Check, _at: datetime, _performers: Sequence[str]) -> Established:
    """Nobody but the production has said anything."""
    return Established()


class Decider:
    """Decides checks. `decide` judges a case; `establish` reads what others have confirmed or approved for it; `review_queue`
    knows what people found and asks them what is open; `copies` keeps which checks show the same frames. `keeps_files`: whether a
    file stays while a person has to look, so that it can be compared again with a gallery that has changed."""

    def __init__(
        self,
        db: Database,
        clock: Callable[[], datetime],
        key: Callable[[], SigningKey],
        decide: Decide,
        lifetime: timedelta,
        establish: Establish = nothing_established,
        review_queue: AsksPeople | None = None,
        copies: LinksCopies | None = None,
        *,
        keeps_files: bool = False,
    ) -> None:
        self._db = db
        self._clock = clock
        self._key = key
        self._decide = decide
        self._lifetime = lifetime
        self._establish = establish
        self._review_queue = review_queue or NobodyAsked()
        self._copies = copies
        self._keeps = keeps_files

    def prepare(self) -> None:
        """Read what the first decision will need: the rules, the texts, and which places there are."""
        shipped()
        CATALOGUE.has("known-error-match")
        TERRITORY("US")

    def decide(self, lease: Lease, seen: Seen) -> None:
        """Decide the check that the lease holds.

        Raises `LeaseLost`, `GalleryChanged` or `FileChanged` with nothing written; so does any other failure.
        """
        with self._db.write() as session:
            check = held(session, lease)
            # Whoever holds the ledger's head decides alone, so a use that is free now is free when it is counted.
            session.scalars(select(LedgerHead).with_for_update()).one_or_none()
            if seen.sha256 != check.file_sha256:
                raise FileChanged(check.id)
            self.conclude(session, check, seen)

    def conclude(self, session: Session, check: Check, seen: Seen) -> bool:
        """Judge what was seen by what is on record now, and write it down with a receipt.

        False where a check that was decided before is decided in the very same way: then there is no new decision and no
        receipt, and only what people are asked about it is brought up to date. The caller holds the check's row and the
        ledger's head. Where this raises, nothing is written of a check that was decided before; what a first decision had
        begun goes with its caller's transaction.

        Raises `GalleryChanged` where what was found has to be compared again: always before a first decision, and later only
        where this one would let the file be used. What people have answered since counts all the same as long as it does not.
        """
        decided = check.state == "decided"
        if not decided and seen.gallery.generation != generation(session):
            raise GalleryChanged(check.id)
        moment = self._clock()
        said = read_declaration(check.declaration)
        declaration = with_names_of(session, said, check.production_id, check.unit_key, seen.origin, moment)
        in_words = [entry.name for entry in (*declaration.cast, *(declaration.names or ())) if entry.name]
        names = resolve_names(session, in_words)
        answered = self._review_queue.corrected(session, check, seen.found, moment)
        looked_for = self._review_queue.looked_for(session, check.id)
        if self._copies is not None and not decided and seen.copied is not None:
            self._copies.link(session, check, seen.copied)
        copied = reckoned(session, check, answered, declaration, names, looked_for)
        answered = (*answered, *copied.found)
        wanted = {one.subject for one in answered} | {entry.performer for entry in declaration.cast}
        ids = {performer for performer in (*wanted, *names.values()) if performer}
        facts = gather(
            session, check.production_id, ids, unit_key=check.unit_key, at=moment, file_sha256=check.file_sha256
        )
        established = self._establish(session, check, moment, sorted(facts.performers))
        noted = [
            *of_contradictions(contradictions(declaration)),
            *of_contradictions(too_late(declaration, facts.today)),
            *of_contradictions(against_file(declaration, seen.media, sounds=seen.sounds)),
            *of_contradictions(against_origin(declaration, seen.origin)),
            *of_origin(said, seen.origin),
            *of_version(uses.taken(session, check.unit_key, check.unit_version, check.file_sha256)),
            *copied.reasons,
            *of_temporary(session, check, established),
        ]
        known = KnownIdentities(answered, facts, names, established, looked_for, (seen.width, seen.height), seen.origin)
        built, decision = judge(self._decide, declaration, seen.media, known, seen.gallery.lost, noted)
        told_case = decision.pop("told_case")
        somebody = any(one.answer != "match" for one in (*answered, *seen.found))
        if _allows(decision) and outdated(session, seen.gallery.generation, unnamed=somebody):
            raise GalleryChanged(check.id)
        missing = [person.performer for person in built.people if person.sought and person.performer]
        quiet = frozenset(missing) - held_by(facts, established) | copied.quiet
        shown = dict(seen.evidence) | ({WHOLE: seen.blotted} if copied.missing and seen.blotted else {})
        self._review_queue.keep(session, check, answered, [*missing, *copied.missing], shown, moment, quiet)
        self._review_queue.show_own(session, check, answered, seen.own, moment)
        if not (self._keeps and self._review_queue.waits(session, check.id)):
            check.upload = None
        before = check.decision if decided else None
        if before is not None and _alike(decision, {key: part for key, part in before.items() if key != SALT}):
            return False
        decision[SALT] = secrets.token_hex(16)
        rests_on = consents_under(decision, facts)
        if any(filed.begins > moment for filed in rests_on):
            raise RuntimeError("a decision rests on a consent whose term has not begun")
        # a receipt never outlives an answer that it may rest on
        lifetime = min(self._lifetime, (established.ends or moment + self._lifetime) - moment)
        self._write(
            session, check, seen, declaration, facts, built, told_case, decision, rests_on, moment, lifetime, somebody
        )
        return True

    def _write(
        self,
        session: Session,
        check: Check,
        seen: Seen,
        declaration: Declaration,
        facts: CheckFacts,
        built: Built,
        told_case: Mapping[str, Any],
        decision: dict[str, Any],
        rests_on: list[Filed],
        moment: datetime,
        lifetime: timedelta,
        unnamed: bool,
    ) -> None:
        again = check.state == "decided"
        shown = project(decision, Viewer(Role.PRODUCTION), {})
        # What changed only for others, such as a refusal in place of a silence, must not show in a new receipt, not even
        # where the earlier one is over.
        unseen = (
            again
            and decision["verdict"] not in ALLOWED
            and _alike(shown, project(check.decision or {}, Viewer(Role.PRODUCTION), {}))
        )
        check.state, check.stage, check.progress = "decided", "decided", 100
        check.status, check.verdict = decision["status"], decision["verdict"]
        if not unseen:
            check.decided_at = moment
        check.lease_until = None
        check.case = {"case": built.case, "sources": built.sources, "told": told_case}
        check.decision, check.preview = decision, seen.preview
        check.findings = found(seen)
        if not again:
            _note_candidates(session, check, seen)
            drop_pieces(session, check)
        check.versions = {
            "rulesets": decision["rulesets"],
            "models": dict(seen.models),
            "thresholds": seen.thresholds,
            "gallery": {
                "size": seen.gallery.size,
                "digest": seen.gallery.digest,
                "generation": seen.gallery.generation,
                "lost": seen.gallery.lost,
            },
        }
        if _allows(decision):
            uses.clear(session, check, {filed.id: _amount(filed, declaration) for filed in rests_on}, moment)
        verdicts = {person["pseudonym"]: person["verdict"] for person in decision["persons"]}
        earlier = select(CheckPerson.performer_id).where(
            CheckPerson.check_id == check.id, CheckPerson.answer == "match"
        )
        told = set(session.scalars(earlier))
        session.execute(delete(CheckPerson).where(CheckPerson.check_id == check.id))
        for person in built.people:
            if person.performer is not None:
                session.add(
                    CheckPerson(
                        check_id=check.id,
                        performer_id=person.performer,
                        pseudonym=person.pseudonym,
                        answer=person.answer,
                        verdict=verdicts[person.pseudonym],
                    )
                )
        digest = decision_digest(decision)
        receipt_id = new_id("RC")
        event = record(
            session,
            SYSTEM,
            EventKind.CHECK_REDECIDED if again else EventKind.CHECK_DECIDED,
            check.id,
            at=moment,
            status=decision["status"],
            verdict=decision["verdict"],
            decision=digest,
            receipt=receipt_id,
        )
        if not unseen:
            check.receipt = signed_receipt(
                self._key(),
                receipt_id=receipt_id,
                media=seen.media,
                file=(seen.sha256, seen.size),
                declaration=declaration,
                declaration_sha256=check.declaration_sha256,
                decision_sha256=digest,
                shown=shown,
                consents=[(filed.digest, filed.ends) for filed in rests_on],
                outlived={filed.digest for filed in rests_on if filed.id in outlived(decision)},
                models=seen.models,
                thresholds=seen.thresholds,
                gallery=seen.gallery,
                ledger=Head(event.index, event.hash),
                issued_at=moment,
                lifetime=lifetime,
                timed=seen.length > 0,
                origin=seen.origin,
            )
            issue(session, check, check.receipt, moment, unnamed=unnamed)
        asked_before = asked.asked_of(session, check) if again else frozenset()
        copied.rewrite(session, check, {one.pseudonym: one.performer for one in built.people if one.performer})
        settle(session, check)
        if again and not unseen:
            notify(session, "notice-check-redecided", production=check.production_id, check=check.id)
        asked.tell(session, check, asked_before)
        if not again:
            tell_named(session, check, seen.origin, moment)
        _notify(session, check, [person for person in built.people if person.performer not in told], facts)


def _note_candidates(session: Session, check: Check, seen: Seen) -> None:
    for one in seen.found:
        for rank, (performer, band) in enumerate(zip(one.candidates, one.bands, strict=True)):
            named = performer == one.subject
            candidate = {"performer_id": performer, "rank": rank, "band": band, "named": named}
            session.add(CheckCandidate(check_id=check.id, ref=one.ref, **candidate))


def found(seen: Seen) -> dict[str, Any]:
    """What is kept of the findings so that the check can be decided again, and its error counted: no vectors; who it may
    be is kept apart."""
    noted: dict[str, Any] = {
        "media": seen.media,
        "width": seen.width,
        "height": seen.height,
        "found": [one.noted() for one in seen.found],
    }
    if seen.sampling is not None:
        noted["sampling"] = dict(seen.sampling)
    if seen.waveform is not None:
        noted["waveform"] = dict(seen.waveform)
    if seen.known is not None:
        noted["known"] = dict(seen.known)
    if seen.origin is not None:
        noted["origin"] = seen.origin.noted()
    return noted | ({"length": seen.length} if seen.length else {})


def _notify(session: Session, check: Check, people: Iterable[Someone], facts: CheckFacts) -> None:
    """Notices to those who were found. Nobody learns of an unreleased picture on a reference that is not confirmed as
    theirs, nor on a match that a person has yet to look at."""
    unions: set[str] = set()
    for person in people:
        registered = facts.performers.get(person.performer or "")
        if registered is None or person.answer != "match" or registered.standing is not IdentityStanding.VERIFIED:
            continue
        notify(session, "notice-check-found", performer=registered.id, check=check.id)
        unions |= registered.unions
    for union in sorted(unions):
        notify(session, "notice-check-members", union=union, check=check.id)


def _amount(filed: Filed, declaration: Declaration) -> int:
    """How many uses the declared unit is under a consent: as many as it has lines, where the consent counts lines."""
    return (declaration.use.lines or 1) if filed.document.scope.unit == "line" else 1


def _allows(decision: Mapping[str, Any]) -> bool:
    """Whether the file may be used by this decision, once somebody is told where that is due."""
    return decision["status"] == "decided" and decision["verdict"] in ALLOWED


def _alike(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two decisions say the same; one of them may have been to the database and back."""
    return decision_digest(one) == decision_digest(other)


def decision_digest(decision: Mapping[str, Any]) -> str:
    """SHA-256 (hex) of a decision in one spelling: sorted keys, no spaces."""
    return sha256_hex(json.dumps(decision, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode())
