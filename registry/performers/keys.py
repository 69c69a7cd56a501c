"""Public keys as they come in: usable, and nobody else's."""

from sqlalchemy.orm import Session

from consent.canonical import from_base64url
from consent.signature import VERIFIERS, SignatureError, check_public_key, fingerprint
from registry.errors import Conflict, Invalid
from registry.performers.models import PerformerKey
from registry.unions.models import UnionKey


def check_new_key(session: Session, kind: str, public_key: str) -> str:
    """The fingerprint of a public key (base64url) that nobody has registered yet.

    A union's key and a performer's are never the same: one hand could sign and countersign. Raises `Invalid` for
    bytes that are no usable key, `Conflict` where it is registered.
    """
    if kind not in VERIFIERS:
        raise Invalid(fields={"kind": "field-choice"})
    try:
        public = from_base64url(public_key)
        check_public_key(public)
    except (SignatureError, ValueError) as error:
        raise Invalid(fields={"public_key": "field-public-key"}) from error
    name = fingerprint(public)
    if session.get(PerformerKey, name) is not None or session.get(UnionKey, name) is not None:
        raise Conflict("key-registered", fingerprint=name)
    return name
