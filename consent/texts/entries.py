"""A Fluent file of which only what is asked for is parsed: to parse two thousand texts takes longer than to decide a case."""

import re
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fluent.runtime import FluentBundle

# An entry begins in the first column with its name; what follows of it is indented (Fluent 1.0, `Entry`).
_BEGINS = re.compile(r"^(-?[a-zA-Z][a-zA-Z0-9_-]*) *=", re.MULTILINE)
# Where a message or a term may be named within another: at the beginning of a placeable or of an argument.
_NAMED = re.compile(r"[{(,:]\s*(-?[a-zA-Z][a-zA-Z0-9_-]*)")


class Entries:
    """The texts of one language, in a bundle that grows. One object may serve several threads."""

    def __init__(self, source: str, bundle: "FluentBundle") -> None:
        self._bundle = bundle
        self._loading = threading.Lock()
        self._waiting: dict[str, str] = {}
        for name, text in _entries(source):
            self._waiting.setdefault(name, text)  # of two with one name the first counts, as in a bundle

    def bundle(self, name: str) -> "FluentBundle":
        """The bundle, with this entry in it if there is one, and everything that it names."""
        if name in self._waiting:
            with self._loading:
                self._load(name)
        return self._bundle

    def everything(self) -> "FluentBundle":
        """The bundle with every entry."""
        with self._loading:
            for name in list(self._waiting):
                self._load(name)
        return self._bundle

    def _load(self, name: str) -> None:
        from fluent.runtime import FluentResource

        needed = {name: self._waiting[name]} if name in self._waiting else {}
        todo = list(needed)
        while todo:
            for other in _NAMED.findall(needed[todo.pop()]):
                if other in self._waiting and other not in needed:
                    needed[other] = self._waiting[other]
                    todo.append(other)
        # what is named comes first, and nothing counts as here before it is: others may read meanwhile
        for text in reversed(needed.values()):
            self._bundle.add_resource(FluentResource(text))
        for entry in needed:
            del self._waiting[entry]


def _entries(source: str) -> Iterator[tuple[str, str]]:
    begins = list(_BEGINS.finditer(source))
    for number, found in enumerate(begins):
        end = begins[number + 1].start() if number + 1 < len(begins) else len(source)
        yield found.group(1), source[found.start() : end]
