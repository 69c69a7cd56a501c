"""JSON Schemas (2020-12) of the papers that others read and write, made from the code that reads and writes them.

A schema says what a paper looks like. What it may say, and whether it holds, is for the program to decide: a paper that fits may
still be refused, and none that the program takes fails to fit.
"""

from typing import Any, Final

from consent.act import SIGNED_ACT_TYPE, Act
from consent.clearance.case import Case
from consent.conform import Conform
from consent.credential import Credential
from consent.document.model import ConsentDocument, Scope
from consent.document.signed import SIGNED_TYPE
from consent.parts import published
from consent.receipt import Receipt
from consent.signature import ROLES, VERIFIERS

_SIGNATURE: Final[dict[str, Any]] = {
    "title": "Signature",
    "description": (
        "A signature over the RFC 8785 bytes of what is signed; key and signature are base64url without padding. Of a "
        "passkey, signature is three such texts separated by dots: authenticator data, client data, ECDSA signature; and "
        "public_key is the RFC 8785 JSON of type, version, rp_id, origin and key (COSE)."
    ),
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "kind": {"enum": sorted(VERIFIERS)},
        "role": {"enum": list(ROLES)},
        "fingerprint": {"type": "string", "pattern": "^SHA256:[A-Za-z0-9_-]{43}$"},
        "public_key": {"type": "string"},
        "signature": {"type": "string"},
    },
    "required": ["kind", "role", "fingerprint", "public_key", "signature"],
}


def case() -> dict[str, Any]:
    """Of the facts that `likeness decide` reads."""
    return published("case", "Clearance case", Case)


def scope() -> dict[str, Any]:
    """Of the terms that `likeness consent draft` reads."""
    return published("scope", "Scope of a consent", Scope)


def consent() -> dict[str, Any]:
    """Of a signed consent: the document, the text that its signer was shown, and the signatures over the document."""
    schema = published("consent", "Signed consent", ConsentDocument)
    parts = schema.pop("$defs")
    document = {
        key: schema.pop(key) for key in ("type", "properties", "required", "additionalProperties", "description")
    }
    return schema | {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "type": {"const": SIGNED_TYPE},
            "version": {"const": 1},
            "document": {"$ref": "#/$defs/ConsentDocument"},
            "text": {"type": "string"},
            "signatures": {"type": "array", "items": {"$ref": "#/$defs/Signature"}},
        },
        "required": ["type", "version", "document", "text", "signatures"],
        "$defs": parts | {"ConsentDocument": document, "Signature": _SIGNATURE},
    }


def act() -> dict[str, Any]:
    """Of a signed act: a withdrawal or an answer for one use, the text that its signer was shown, and the signature."""
    schema = published("act", "Signed act", Act)
    parts = schema.pop("$defs")
    said = {key: schema.pop(key) for key in ("type", "properties", "required", "additionalProperties", "description")}
    return schema | {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "type": {"const": SIGNED_ACT_TYPE},
            "version": {"const": 1},
            "act": {"$ref": "#/$defs/Act"},
            "text": {"type": "string"},
            "signature": {"$ref": "#/$defs/Signature"},
        },
        "required": ["type", "version", "act", "text", "signature"],
        "$defs": parts | {"Act": said, "Signature": _SIGNATURE},
    }


def receipt() -> dict[str, Any]:
    """Of a signed receipt, in every version that is understood."""
    schema = published("receipt", "Receipt of a check", Receipt)
    schema["properties"]["signature"] = {"$ref": "#/$defs/Signature"}
    schema["required"] = [*schema["required"], "signature"]
    schema["$defs"]["Signature"] = _SIGNATURE
    return schema


def conform() -> dict[str, Any]:
    """Of a signed statement that carries a proxy's receipt over to its master, or says why it does not."""
    schema = published("conform", "Conform statement", Conform)
    schema["properties"]["signature"] = {"$ref": "#/$defs/Signature"}
    schema["required"] = [*schema["required"], "signature"]
    schema["$defs"]["Signature"] = _SIGNATURE
    return schema


def credential() -> dict[str, Any]:
    """Of a signed statement of the file that carries the Content Credentials of a cleared one."""
    schema = published("credential", "Credential statement", Credential)
    schema["properties"]["signature"] = {"$ref": "#/$defs/Signature"}
    schema["required"] = [*schema["required"], "signature"]
    schema["$defs"]["Signature"] = _SIGNATURE
    return schema
