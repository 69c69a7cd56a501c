"""A refusal in words, for doors that answer in plain text."""

from collections.abc import Mapping
from typing import Any

from registry.core.errors import Invalid, RegistryError
from registry.core.texts import CATALOGUE, DEFAULT, say


def in_words(error: RegistryError, language: str = DEFAULT) -> str:
    """The error in words; a line more for each wrong field that the first line does not name.

    A field's complaint is the id of a text, or the whole line where somebody else worded it (the terms of a consent).
    """
    headline = say(error.message_id, language, **error.params)
    lines = [headline]
    for field, complaint in (error.fields if isinstance(error, Invalid) else {}).items():
        if f"{field}:" not in headline:
            worded = say(complaint, language, **error.params) if CATALOGUE.has(complaint) else complaint
            lines.append(f"  {field}: {worded}")
    return "\n".join(lines)


def worded(part: Mapping[str, Any], language: str = DEFAULT) -> str:
    """A message with its parameters (`message`, `params`), as they are kept."""
    return say(part["message"], language, **part["params"])
