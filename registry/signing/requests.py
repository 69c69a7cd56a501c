"""Signing requests: how something reaches the signing host, which knows no session, and what its answer does.

The pages make a request for somebody who is signed in and hand its secret to their browser. The secret opens one thing, once,
for minutes, and does nothing without the passkey of the account that asked. Who may do what is looked at twice: when the
request is made, and, by the service that acts, when it is answered.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consent import passkey
from consent.act import SignedAct, parse_act
from consent.canonical import from_base64url, sha256_hex, to_base64url
from consent.signature import Signature
from registry.approvals.service import ApprovalService
from registry.consents.service import SPECIFIC, Consents
from registry.core.database import Database
from registry.core.days import end_of_day
from registry.core.errors import Conflict, Invalid, NotFound
from registry.core.fields import clean_line
from registry.core.permissions import ANONYMOUS, Identity, On, Permission, require
from registry.core.places import Places
from registry.people import passkeys
from registry.people.accounts.identities import identity_of
from registry.people.keys import public_of
from registry.people.look_alikes.service import LookAlikes
from registry.people.performers.service import Performers
from registry.records.performers import live_keys, load
from registry.records.tables.accounts import WebSession
from registry.records.tables.checks import Check
from registry.records.tables.passkeys import Passkey, SigningRequest
from registry.records.tables.performers import Performer
from registry.records.tables.productions import Production
from registry.records.tables.unions import Union
from registry.signing import papers
from registry.signing.papers import Paper

SECRET_BYTES = 32
LIVES = timedelta(minutes=10)
LONGEST_LABEL = 80
SIGN, COUNTERSIGN, WITHDRAW, ANSWER = "sign", "countersign", "withdraw", "answer"
LOOK_ALIKE, REPLACE, KEY, UNION_KEY = "look_alike", "replace", "key", "union_key"
MAKES_KEY = (KEY, UNION_KEY)
BACK: Mapping[str, str] = {
    SIGN: "/consents/{}",
    COUNTERSIGN: "/consents/{}",
    WITHDRAW: "/consents/{}",
    ANSWER: "/checks/{}/answers",
    LOOK_ALIKE: "/look-alikes/{}",
    REPLACE: "/performers/{}",
    KEY: "/performers/{}/keys",
    UNION_KEY: "/unions/{}/keys",
}
"""Where somebody goes on afterwards, among the pages."""


@dataclass(frozen=True)
class Done:
    """What came of an answer. message: the id of a text; back: where to go on, from the pages' origin."""

    message: str
    back: str


class SigningRequests:
    """Makes, shows and answers signing requests. registry_id: the registry's name, as documents have it."""

    def __init__(
        self,
        db: Database,
        clock: Callable[[], datetime],
        registry_id: Callable[[], str],
        consents: Consents,
        approvals: ApprovalService,
        look_alikes: LookAlikes,
        performers: Callable[[], Performers],
    ) -> None:
        self._db = db
        self._clock = clock
        self._registry_id = registry_id
        self._consents = consents
        self._approvals = approvals
        self._look_alikes = look_alikes
        self._performers = performers

    def to_sign(self, who: Identity, places: Places, consent_id: str) -> str:
        """For the signer of a consent. Each of these answers the secret of a new request, and raises `Conflict` where this account
        has no passkey for it, `NotFound`, `Forbidden`."""
        with self._db.read() as session:
            paper = papers.of_consent(session, who, places, consent_id)
        return self._keep(who, places, SIGN, paper)

    def to_countersign(self, who: Identity, places: Places, consent_id: str, description_specific: str) -> str:
        """For a union's countersignature, with its judgement of the description. Raises `Invalid` for another word."""
        if description_specific not in SPECIFIC:
            raise Invalid(fields={"description_specific": "field-choice"})
        with self._db.read() as session:
            paper = papers.of_countersignature(session, who, places, consent_id, description_specific)
        return self._keep(who, places, COUNTERSIGN, paper)

    def to_withdraw(self, who: Identity, places: Places, consent_id: str) -> str:
        """For the withdrawal of a consent."""
        with self._db.read() as session:
            paper = papers.of_withdrawal(session, who, places, consent_id, self._registry_id(), self._clock())
        return self._keep(who, places, WITHDRAW, paper)

    def to_declare(self, who: Identity, places: Places, pair_id: str) -> str:
        """For a declaration of look-alikes."""
        with self._db.read() as session:
            paper = papers.of_look_alikes(session, who, places, pair_id)
        return self._keep(who, places, LOOK_ALIKE, paper)

    def to_replace(self, who: Identity, places: Places, performer_id: str, **said: str) -> str:
        """For a key that a union puts in the place of a lost one. said: see `papers.of_replacement`. Raises `Invalid`."""
        with self._db.read() as session:
            at, registry_id = self._clock(), self._registry_id()
            paper = papers.of_replacement(session, who, places, performer_id, said, registry_id, at)
        return self._keep(who, places, REPLACE, paper)

    def to_answer(
        self, who: Identity, places: Places, check_id: str, performer_id: str, answer: str, until: date | None
    ) -> str:
        """For the answer for one use: `approved` or `refused`, a yes perhaps until a day's end where the production is. Raises
        `Invalid`."""
        if answer not in ("approved", "refused"):
            raise Invalid(fields={"answer": "field-choice"})
        if until is not None and answer != "approved":
            raise Invalid(fields={"expires_at": "field-date"})
        with self._db.read() as session:
            end, check = None, session.get(Check, check_id)
            if until is not None and check is not None:
                zone = ZoneInfo(session.get_one(Production, check.production_id).time_zone)
                end = end_of_day(until, zone)
            if end is not None and end <= self._clock():
                raise Invalid(fields={"expires_at": "field-date"})
            paper = papers.of_answer(
                session, who, places, check_id, performer_id, answer, end, self._registry_id(), self._clock(), "en"
            )
        return self._keep(who, places, ANSWER, paper)

    def to_make_key(self, who: Identity, places: Places, performer_id: str, label: str) -> str:
        """For a passkey that becomes a key of a performer. label: what its owner calls it. Raises `Invalid`."""
        with self._db.read() as session:
            _performer, on = load(session, performer_id)
            require(who, Permission.PERFORMER_KEY_ADD, on)
        return self._keep(who, places, KEY, Paper(performer_id, "", _label(label), (), {}))

    def to_make_union_key(self, who: Identity, places: Places, union_id: str, label: str) -> str:
        """For a passkey with which a representative countersigns for their union. Raises `Invalid`."""
        require(who, Permission.UNION_ADMINISTER, On(unions=frozenset({union_id})))
        return self._keep(who, places, UNION_KEY, Paper(union_id, "", _label(label), (), {}))

    def _keep(self, who: Identity, places: Places, purpose: str, paper: Paper) -> str:
        """Keeps a new request; those of the account that are over go."""
        secret, moment = secrets.token_urlsafe(SECRET_BYTES), self._clock()
        with self._db.write() as session:
            over = SigningRequest.account_id == who.account_id, SigningRequest.expires_at <= moment - LIVES
            session.execute(delete(SigningRequest).where(*over))
            session.add(
                SigningRequest(
                    secret_sha256=sha256_hex(secret.encode()),
                    account_id=who.account_id,
                    purpose=purpose,
                    subject=paper.subject,
                    document=paper.document or None,
                    text=paper.text,
                    params=paper.params | {"keys": list(paper.keys)},
                    sign_origin=places.signing,
                    created_at=moment,
                    expires_at=moment + LIVES,
                )
            )
        return secret

    def show(self, secret: str, places: Places) -> dict[str, Any]:
        """What the signing page needs to show, to check for itself and to ask the authenticator for. Raises `NotFound`,
        `Conflict` for a request that was answered or is over."""
        with self._db.read() as session:
            request, who = self._open(session, secret, places)
            shown: dict[str, Any] = {
                "purpose": request.purpose,
                "name": who.name,
                "text": request.text,
                "back": BACK[request.purpose].format(request.subject),
            }
            if request.purpose in MAKES_KEY:
                user = f"{who.name} ({self._of_whom(session, request)})"
                held = self._held(session, request)
                asked = passkeys.options(session, who, places, _challenge(secret), user, held)
                return shown | {"options": asked}
            known = [(session.get_one(Passkey, name), public_of(session, name)) for name in request.params["keys"]]
            keys = [
                {"credential": row.credential_id, "public_key": to_base64url(public), "label": row.label}
                for row, public in known
                if public is not None
            ]
            about = {"file": papers.file_of(session, request.subject)} if request.purpose == ANSWER else {}
            return shown | about | {"role": _role(request.purpose), "document": request.document, "keys": keys}

    def answer(self, secret: str, places: Places, credential: object) -> Done:
        """Takes what the browser answered. Raises `Invalid` saying what is wrong with it, `Conflict`, `NotFound`, `Forbidden`."""
        with self._db.read() as session:
            request, who = self._open(session, secret, places)
        if request.purpose in MAKES_KEY:
            return self._add_key(request, who, secret, places, credential)
        signature, said = self._signature(request, credential)
        with self._db.write() as session:
            self._claim(session, secret, places)
            passkeys.note_use(session, signature.fingerprint, said, self._clock())
        return Done(self._act(request, who, signature), BACK[request.purpose].format(request.subject))

    def _act(self, request: SigningRequest, who: Identity, signature: Signature) -> str:
        if request.purpose == SIGN:
            self._consents.add_signature(who, request.subject, signature.as_dict())
            return "consent-signed"
        if request.purpose == COUNTERSIGN:
            specific = request.params["description_specific"]
            self._consents.countersign(who, request.subject, signature.as_dict(), specific)
            return "consent-countersigned"
        if request.purpose == LOOK_ALIKE:
            self._look_alikes.sign(who, request.subject, signature.as_dict())
            return "look-alike-signed-now"
        act = SignedAct(parse_act(request.document or ""), request.text, signature)
        if request.purpose == REPLACE:
            return self._replace(request, who, act)
        if request.purpose == WITHDRAW:
            self._consents.withdraw(who, request.subject, act)
            return "consent-withdrawn"
        said = request.params
        until = said["until"]
        self._approvals.give(
            who,
            "use_approval",
            said["answer"],
            check_id=request.subject,
            performer_id=said["performer"],
            expires_at=None if until is None else datetime.fromisoformat(until),
            act=act,
        )
        return "approval-answered"

    def _replace(self, request: SigningRequest, who: Identity, act: SignedAct) -> str:
        said = request.params
        given = said["name"], said["key"], said["method"], said["likeness"] or None
        self._performers().verify(who, request.subject, *given, replaces=said["replaces"], act=act)
        return "verify-done"

    def _add_key(self, request: SigningRequest, who: Identity, secret: str, places: Places, credential: object) -> Done:
        made = {"places": places, "challenge": _challenge(secret), "credential": credential, "label": request.text}
        with self._db.write() as session:
            self._claim(session, secret, places)
            if request.purpose == UNION_KEY:
                require(who, Permission.UNION_ADMINISTER, On(unions=frozenset({request.subject})))
                passkeys.add_for_union(session, who, request.subject, self._clock(), **made)
            else:
                performer, on = load(session, request.subject)
                require(who, Permission.PERFORMER_KEY_ADD, on)
                role = "performer"
                if who.performer_id != performer.id:
                    role = next(kind for represented, kind in who.represents if represented == performer.id)
                passkeys.add_for_performer(session, who, performer, role, self._clock(), **made)
        return Done("passkey-added", BACK[request.purpose].format(request.subject))

    def _signature(self, request: SigningRequest, credential: object) -> tuple[Signature, passkey.Authenticator]:
        """The signature record that an assertion makes, once it holds over this request's bytes. Raises `Invalid`."""
        used, packed = _assertion(credential)
        with self._db.read() as session:
            rows = [session.get_one(Passkey, name) for name in request.params["keys"]]
            name = next((row.fingerprint for row in rows if row.credential_id == used), None)
            public = None if name is None else public_of(session, name)
        if name is None or public is None:
            raise Invalid("passkey-other-key")
        role, message = _role(request.purpose), (request.document or "").encode()
        try:
            said = passkey.verify_assertion(public, packed, role, message)
        except passkey.PasskeyError as error:
            raise Invalid("passkey-refused", problem=str(error)) from error
        return Signature("passkey", role, name, to_base64url(public), packed), said

    def _open(
        self, session: Session, secret: str, places: Places, *, lock: bool = False
    ) -> tuple[SigningRequest, Identity]:
        rows = select(SigningRequest).where(SigningRequest.secret_sha256 == sha256_hex(secret.encode(errors="replace")))
        request = session.scalars(rows.with_for_update() if lock else rows).one_or_none()
        who = ANONYMOUS if request is None else identity_of(session, request.account_id)
        if request is None or who == ANONYMOUS or request.sign_origin != places.signing:
            raise NotFound("request", "")
        if request.used_at is not None:
            raise Conflict("signing-request-used")
        if request.expires_at <= self._clock() or not _still_signed_in(session, request):
            raise Conflict("signing-request-expired")
        return request, who

    def _claim(self, session: Session, secret: str, places: Places) -> None:
        """The request is answered with the caller's transaction, and never again."""
        request, _who = self._open(session, secret, places, lock=True)
        request.used_at = self._clock()

    def _held(self, session: Session, request: SigningRequest) -> list[str]:
        """The keys in force of whomever the new one is for."""
        if request.purpose == UNION_KEY:
            return papers.of_unions(session, frozenset({request.subject}))
        return [key.fingerprint for key in live_keys(session, request.subject)]

    def _of_whom(self, session: Session, request: SigningRequest) -> str:
        if request.purpose == UNION_KEY:
            return session.get_one(Union, request.subject).name
        return session.get_one(Performer, request.subject).name


def _still_signed_in(session: Session, request: SigningRequest) -> bool:
    """Whether some session of then is open still: whoever ends all of theirs ends what was begun in them."""
    of_then = select(WebSession.id).where(
        WebSession.account_id == request.account_id, WebSession.began_at <= request.created_at
    )
    return session.scalar(of_then.limit(1)) is not None


def _role(purpose: str) -> str:
    return "countersigner" if purpose == COUNTERSIGN else "signer"


def _challenge(secret: str) -> bytes:
    """What a passkey is made with: it follows from the secret, which is used once."""
    return bytes.fromhex(sha256_hex(b"likeness-registry/passkey-registration/v1\0" + secret.encode()))


def _label(text: str) -> str:
    line = clean_line(text, LONGEST_LABEL)
    if line is None:
        raise Invalid(fields={"label": "field-line"})
    return line


def _assertion(credential: object) -> tuple[str, str]:
    """The id of the credential that answered, and its assertion as one text. Raises `Invalid`."""
    try:
        if not isinstance(credential, dict) or credential.get("type") != "public-key":
            raise ValueError
        said = credential["response"]
        parts = [from_base64url(said[name]) for name in ("authenticatorData", "clientDataJSON", "signature")]
        return str(credential["id"]), passkey.pack(*parts)
    except passkey.PasskeyError as error:
        raise Invalid("passkey-refused", problem=str(error)) from error
    except (KeyError, TypeError, ValueError) as error:
        raise Invalid("passkey-refused", problem="it could not be read") from error
