"""JSON as it is signed: one way to read it, one way to write it.

Everything that is signed here (consents, receipts, ledger entries, status lists) is written by RFC 8785, so that
two programs that agree on the content agree on the bytes. Reading is stricter than JSON asks for: what two readers
could understand differently (a key given twice, NaN, a fraction) is refused, because nobody should sign it.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from typing import Any

import rfc8785

MAX_BYTES = 1_000_000
"""A signed paper is a few kilobytes; more than this is not one."""


class JsonError(ValueError):
    """The input is not JSON that may be signed. The message says what is wrong."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise JsonError(f"the key {key!r} appears twice")
        found[key] = value
    return found


def _refuse_number(text: str) -> Any:
    raise JsonError(f"{text[:40]} is not a whole number; amounts are written as text")


def strict_loads(data: bytes | str) -> Any:
    """Read JSON, refusing duplicate keys, fractions, NaN, infinities, lone surrogates and anything after the end.

    Raises `JsonError`.
    """
    if len(data) > MAX_BYTES:
        raise JsonError(f"longer than {MAX_BYTES} bytes")
    try:
        text = data.decode("utf-8") if isinstance(data, bytes) else data
        value = json.loads(text, object_pairs_hook=_object, parse_float=_refuse_number, parse_constant=_refuse_number)
        canonical(value)
    except UnicodeDecodeError as error:
        raise JsonError("not UTF-8 text") from error
    except json.JSONDecodeError as error:
        raise JsonError(f"not JSON: {error.msg} (line {error.lineno}, column {error.colno})") from error
    except RecursionError as error:
        raise JsonError("nested too deeply") from error
    except JsonError:
        raise
    except ValueError as error:
        raise JsonError(str(error)) from error
    return value


def strict_mapping(data: bytes | str) -> dict[str, Any]:
    """`strict_loads` for input that must be a JSON object. Raises `JsonError`."""
    value = strict_loads(data)
    if not isinstance(value, dict):
        raise JsonError("expected a JSON object")
    return value


def _without_fractions(value: object) -> None:
    if isinstance(value, float):
        raise JsonError(f"{value} is not a whole number")
    if isinstance(value, Mapping):
        for part in value.values():
            _without_fractions(part)
    elif isinstance(value, list | tuple):
        for part in value:
            _without_fractions(part)


def canonical(value: Any) -> bytes:
    """The RFC 8785 bytes of a JSON value. Raises `JsonError` for what JSON cannot say exactly (fractions too)."""
    _without_fractions(value)
    try:
        return rfc8785.dumps(value)
    except ValueError as error:
        raise JsonError(str(error)) from error


def sha256_hex(data: bytes) -> str:
    """SHA-256 as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def to_base64url(data: bytes) -> str:
    """Base64 with the URL alphabet, without padding (RFC 4648, section 5)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def from_base64url(text: str) -> bytes:
    """The bytes of `to_base64url`. Only the one spelling it writes is accepted. Raises `ValueError`."""
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError) as error:
        raise ValueError("not base64url") from error
    if to_base64url(data) != text:
        raise ValueError("not base64url in its one canonical spelling")
    return data
