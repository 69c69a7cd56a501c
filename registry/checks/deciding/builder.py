"""A clearance case while it is written: its facts, and beside each the source that states it."""

from collections.abc import Mapping
from typing import Any


class CaseBuilder:
    """A case being written, with the source of everything in it."""

    def __init__(self) -> None:
        self.case: dict[str, Any] = {}
        self.sources: dict[str, str] = {}

    def put(self, path: str, value: Any, source: str) -> None:
        self.case[path] = value
        self.sources[path] = source

    def merge(self, part: str, content: Any, source: str) -> None:
        """Adds to an object; what is there already keeps its source unless it is overruled here."""
        if not isinstance(content, Mapping):
            self.put(part, content, source)
            return
        self.case.setdefault(part, {}).update(content)
        self.sources |= {f"{part}.{key}": source for key in content}

    def add(self, part: str, entry: Mapping[str, Any], sources: Mapping[str, str]) -> None:
        """Appends to a list; `sources`: key -> source."""
        rows = self.case.setdefault(part, [])
        self.sources |= {f"{part}[{len(rows)}].{key}": sources[key] for key in entry}
        rows.append(dict(entry))
