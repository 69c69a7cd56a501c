"""What a check of the instance found, as message ids and parameters: whoever shows it says it in the reader's language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Union

from registry.core import texts

Param = Union[str, int, "HealthText", tuple["HealthText", ...]]
MOST = 5
"""Of many things that are wrong, so many are named."""


@dataclass(frozen=True)
class HealthText:
    """A text of registry/core/texts and its values. A value may itself be a text, or several, which are then parts of a list."""

    message: str
    params: Mapping[str, Param]

    def words(self, language: str = texts.DEFAULT) -> str:
        return texts.say(self.message, language, **{name: _worded(of, language) for name, of in self.params.items()})


@dataclass(frozen=True)
class HealthFinding:
    """What a check found. state: `ok`, `missing` (needed, so the exit status is 1) or `optional` (absent, not needed)."""

    check: str
    state: str
    found: HealthText
    mend: HealthText | None = None

    @property
    def says(self) -> str:
        """What was found, in English."""
        return self.says_in(texts.DEFAULT)

    @property
    def remedy(self) -> str:
        """What to do about it, in English; empty where there is nothing to do."""
        return self.remedy_in(texts.DEFAULT)

    def says_in(self, language: str) -> str:
        return self.found.words(language)

    def remedy_in(self, language: str) -> str:
        return "" if self.mend is None else self.mend.words(language)


def said(message: str, /, **params: Param) -> HealthText:
    return HealthText(message, params)


def run(command: str) -> HealthText:
    """A remedy that is a command, the same in every language."""
    return said("health-run", command=command)


def some(names: Iterable[str], between: str = ", ") -> dict[str, Param]:
    """The first `MOST` of many, and how many more there are, as a text's values."""
    every = list(names)
    return {"some": between.join(every[:MOST]), "more": max(0, len(every) - MOST)}


def _worded(value: Param, language: str) -> str | int:
    if isinstance(value, HealthText):
        return value.words(language)
    return "; ".join(one.words(language) for one in value) if isinstance(value, tuple) else value
