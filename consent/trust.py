"""Whom a relying party trusts, and what is known to be stale.

The trust file is the relying party's own paper, so it is not signed; whoever can change it decides whom they trust.
A status list comes from the registry: it is signed by the instance and says which receipts, files and consents no
longer count. It holds until its `next_update`: an old list kept back by somebody would hide a withdrawal.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final, Literal

from pydantic import ValidationError, model_validator

from consent.canonical import JsonError, from_base64url, to_base64url
from consent.moments import parse_utc, utc_text
from consent.parts import Digest, Moment, Part, first_problem
from consent.signature import (
    Signature,
    SignatureError,
    SigningKey,
    fingerprint,
    parse_signature,
    signed,
    unsigned_bytes,
    verify,
)

TRUST_TYPE: Final = "likeness-registry/trust"
STATUS_TYPE: Final = "likeness-registry/status"
STALE_BY = ("receipt_id", "file_sha256", "consent_digest")


class TrustError(ValueError):
    """A trust file or status list that cannot be used. The message says where and what is wrong."""


class TrustedKey(Part):
    """An instance's key for one registry, from `valid_from` until before `valid_until` (null: no end known)."""

    registry: str
    fingerprint: str
    public_key: str
    label: str
    valid_from: Moment
    valid_until: Moment | None

    @model_validator(mode="after")
    def _named_by_its_fingerprint(self) -> "TrustedKey":
        if fingerprint(from_base64url(self.public_key)) != self.fingerprint:
            raise ValueError("the fingerprint does not belong to the public key")
        return self


class StaleEntry(Part):
    """One receipt, file or consent that no longer counts from `since` on: exactly one of the first three."""

    receipt_id: str | None = None
    file_sha256: Digest | None = None
    consent_digest: Digest | None = None
    reason: str
    since: Moment

    @model_validator(mode="after")
    def _names_one_thing(self) -> "StaleEntry":
        if sum(getattr(self, name) is not None for name in STALE_BY) != 1:
            raise ValueError(f"name exactly one of {', '.join(STALE_BY)}")
        return self

    @property
    def names(self) -> str:
        """Which of `STALE_BY` it names."""
        return next(name for name in STALE_BY if getattr(self, name) is not None)

    @property
    def value(self) -> str:
        return str(getattr(self, self.names))


class Trust(Part):
    """A trust file (KEYS.json)."""

    type: Literal["likeness-registry/trust"] = TRUST_TYPE
    version: Literal[1] = 1
    keys: list[TrustedKey]
    stale: list[StaleEntry]

    def knows(self, signature: Signature) -> bool:
        """Whether the signature's key is in the file at all."""
        return any(_same_key(key, signature) for key in self.keys)

    def accepts(self, signature: Signature, registry_id: str, at: datetime) -> bool:
        """Whether the signature's key is trusted to speak for `registry_id` at that time."""
        return any(
            _same_key(key, signature)
            and key.registry == registry_id
            and parse_utc(key.valid_from) <= at
            and (key.valid_until is None or at < parse_utc(key.valid_until))
            for key in self.keys
        )


class StatusList(Part):
    """What an instance knows to be stale, without its signature."""

    type: Literal["likeness-registry/status"] = STATUS_TYPE
    version: Literal[1] = 1
    registry_id: str
    issued_at: Moment
    next_update: Moment
    stale: list[StaleEntry]


def _same_key(key: TrustedKey, signature: Signature) -> bool:
    return key.public_key == signature.public_key and key.fingerprint == signature.fingerprint


def trust_entry(
    *, registry_id: str, public: bytes, label: str, valid_from: datetime, valid_until: datetime | None = None
) -> dict[str, Any]:
    """One entry of `keys` in a trust file, for an instance's raw public key."""
    return TrustedKey(
        registry=registry_id,
        fingerprint=fingerprint(public),
        public_key=to_base64url(public),
        label=label,
        valid_from=utc_text(valid_from),
        valid_until=None if valid_until is None else utc_text(valid_until),
    ).model_dump()


def trust_file(keys: Iterable[Mapping[str, Any]], stale: Iterable[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """A trust file of entries as `trust_entry` and `stale_entry` make them. Raises `TrustError`."""
    content = {"type": TRUST_TYPE, "version": 1, "keys": list(keys), "stale": list(stale)}
    parse_trust(content)
    return content


def stale_entry(names: str, value: str, *, reason: str, since: datetime) -> dict[str, str]:
    """One entry of `stale`. `names` is one of `STALE_BY`. Raises `TrustError`."""
    content = {names: value, "reason": reason, "since": utc_text(since)}
    try:
        StaleEntry.model_validate(content)
    except ValidationError as error:
        raise TrustError(first_problem(error)) from error
    return content


def parse_trust(content: object) -> Trust:
    """A trust file from JSON. Raises `TrustError`."""
    try:
        return Trust.model_validate(content)
    except ValidationError as error:
        raise TrustError(f"not a trust file: {first_problem(error)}") from error


def sign_status(
    key: SigningKey,
    *,
    registry_id: str,
    issued_at: datetime,
    next_update: datetime,
    stale: Iterable[Mapping[str, Any]],
) -> dict[str, Any]:
    """A signed status list of entries as `stale_entry` makes them."""
    content = {
        "type": STATUS_TYPE,
        "version": 1,
        "registry_id": registry_id,
        "issued_at": utc_text(issued_at),
        "next_update": utc_text(next_update),
        "stale": list(stale),
    }
    try:
        StatusList.model_validate(content)
    except ValidationError as error:
        raise TrustError(first_problem(error)) from error
    return signed(content, key)


def parse_status(content: object, trust: Trust, *, now: datetime) -> StatusList:
    """A status list, once its signature holds, its key is trusted for its registry and it is not out of date.

    Raises `TrustError` otherwise: a list that may not be believed is no reason to believe a receipt.
    """
    if not isinstance(content, Mapping):
        raise TrustError("not a status list: expected a JSON object")
    try:
        signature = parse_signature(content.get("signature"))
        verify(signature, unsigned_bytes(content))
        status = StatusList.model_validate({name: part for name, part in content.items() if name != "signature"})
    except ValidationError as error:
        raise TrustError(f"not a status list: {first_problem(error)}") from error
    except (SignatureError, JsonError) as error:
        raise TrustError(f"the status list was altered: {error}") from error
    if signature.role != "instance" or not trust.accepts(signature, status.registry_id, parse_utc(status.issued_at)):
        raise TrustError("the status list is signed by a key that the trust file does not name for its registry")
    if now >= parse_utc(status.next_update):
        raise TrustError(f"the status list is out of date since {status.next_update}: fetch a newer one")
    return status
