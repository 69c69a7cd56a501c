"""What an instance says about a receipt later, signed: opened in one place, whatever it says."""

import hashlib
from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from consent.canonical import JsonError, canonical
from consent.moments import parse_utc
from consent.parts import Part, first_problem
from consent.receipt import Outcome, ReceiptError, Verification
from consent.signature import SignatureError, instance_signature
from consent.trust import Trust

Said = TypeVar("Said", bound=Part)


def digest_of(receipt: Mapping[str, Any]) -> str:
    """SHA-256 (hex) of a receipt as it was handed out, with its signature. Raises `JsonError`."""
    return hashlib.sha256(canonical(dict(receipt))).hexdigest()


def statement_of(
    form: type[Said], statement: Mapping[str, Any], receipt: Mapping[str, Any], trust: Trust, altered: str
) -> tuple[Said, bool] | Verification:
    """What is said, and whether it is said of this very receipt; or why it counts for nothing.

    form: the statement's own, with `registry_id`, `receipt_sha256` and `issued_at`. altered: the id of the text for a statement that
    nobody trusted has signed. Raises `ReceiptError` for one that is signed, and not of a form that this program knows.
    """
    try:
        signature = instance_signature(statement)
        said = form.model_validate({name: part for name, part in statement.items() if name != "signature"})
        same = statement["receipt_sha256"] == digest_of(receipt)
    except (SignatureError, JsonError):
        return Verification(Outcome.RECEIPT_ALTERED, altered, {})
    except ValidationError as error:
        if not trust.knows(signature):
            return Verification(Outcome.RECEIPT_ALTERED, altered, {})
        raise ReceiptError(f"signed, but not in a form that this program knows ({first_problem(error)})") from error
    if not trust.accepts(signature, statement["registry_id"], parse_utc(statement["issued_at"])):
        return Verification(Outcome.KEY_NOT_TRUSTED, "verify-key-not-trusted", {"fingerprint": signature.fingerprint})
    return said, same
