"""The signed head: how far a ledger has come and what its records are, in one line that anybody can keep.

An instance signs its head with every change. Whoever holds one from earlier (a union, a receipt, the instance's own
folder) can tell whether the ledger that stands there now goes on from it, or is another one.
"""

from datetime import datetime
from typing import Annotated, Any, Final, Literal

from pydantic import Field, ValidationError

from consent.ledger import Head
from consent.moments import utc_text
from consent.parts import Digest, Moment, Part, first_problem
from consent.signature import (
    Signature,
    SignatureError,
    SigningKey,
    parse_signature,
    signed,
    unsigned_bytes,
    verify,
)

HEAD_TYPE: Final = "likeness-registry/head"


class HeadError(ValueError):
    """Not a signed head, or not signed by whom it should be. The message says what is wrong."""


class SignedHead(Part):
    """A head without its signature: the index and hash of the ledger's last entry, and the digest of all records that
    the ledger binds (the root of their tree)."""

    type: Literal["likeness-registry/head"] = HEAD_TYPE
    version: Literal[1] = 1
    registry_id: str
    index: Annotated[int, Field(ge=0)]
    hash: Digest
    records: Digest
    at: Moment

    @property
    def head(self) -> Head:
        """The place in the chain alone."""
        return Head(self.index, self.hash)


def sign_head(key: SigningKey, head: Head, records: str, at: datetime) -> dict[str, Any]:
    """The head as a paper with the instance's signature. `records`: SHA-256 (hex) of the tree's root."""
    content = SignedHead(registry_id=key.label, index=head.index, hash=head.hash, records=records, at=utc_text(at))
    return signed(content.model_dump(), key)


def read_head(content: object) -> tuple[SignedHead, Signature]:
    """The parts of a signed head, its form checked and nothing else. Raises `HeadError`."""
    if not isinstance(content, dict):
        raise HeadError("a signed head is a JSON object")
    try:
        head = SignedHead.model_validate({name: value for name, value in content.items() if name != "signature"})
        return head, parse_signature(content.get("signature"))
    except ValidationError as error:
        raise HeadError(f"not a signed head: {first_problem(error)}") from error
    except SignatureError as error:
        raise HeadError(str(error)) from error


def verify_head(content: object, fingerprint: str) -> SignedHead:
    """The head, once its signature was found to be by the key with this fingerprint. Raises `HeadError`."""
    head, signature = read_head(content)
    if signature.role != "instance" or signature.fingerprint != fingerprint:
        raise HeadError("the head is signed by another key than this instance's")
    try:
        verify(signature, unsigned_bytes(content))  # type: ignore[arg-type]  # read_head found an object
    except SignatureError as error:
        raise HeadError(str(error)) from error
    return head
