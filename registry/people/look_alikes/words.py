"""The plain words of a declaration of look-alikes, made from the very record that is signed.

Who signs with a passkey reads them on a page that knows nothing but the record: so their digest is part of it, from version 2
on. A paper for a key file is of version 1, which has none.
"""

from collections.abc import Mapping
from typing import Any

from consent.document import text_digest
from consent.texts import say

WORDING = "look-alike/1"
"""The edition of the sentences in the catalogue of `consent` that begin with `look-alike-paper`."""


def words(document: Mapping[str, Any]) -> str:
    """The heading, and a line a sentence."""
    heading, *lines = (
        say(f"look-alike-paper-{part}", **params)
        for part, params in (
            ("heading", {}),
            ("says", {"name": document["name"], "id": document["performer"], "other": document["distinct_from"]}),
            ("follows", {}),
            ("key", {"fingerprint": document["key"]}),
            ("record", {"registry": document["registry"], "nonce": document["nonce"]}),
        )
    )
    return "\n".join([heading, *(f"- {line}" for line in lines)]) + "\n"


def with_words(document: Mapping[str, Any]) -> dict[str, Any]:
    """The paper of version 2, which holds the digest of its words."""
    text = {"language": "en", "edition": WORDING, "sha256": text_digest(words(document))}
    return {**document, "version": 2, "text": text}
