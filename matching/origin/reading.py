"""Reading what a file says about its origin, in a child behind walls of its own."""

import importlib.util
import json
import os
import re
import signal
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matching.media import children
from matching.media.film import kinds as films
from matching.media.film.source import Source
from matching.media.picture import MEGABYTE, MEMORY
from matching.media.sound import kinds as sounds
from matching.origin.findings import LONGEST_PROMPT, STATES, Ingredient, Origin, Trace
from matching.reasons import Undecidable

CHILD = Path(__file__).with_name("child.py")
ANCHORS = Path(__file__).with_name("trust") / "anchors.pem"
"""The trust list of this release: C2PA's own."""

SECONDS = 60
A_SECOND = 50 * MEGABYTE  # of a large file, beyond that
OUTPUT = 4 * MEGABYTE

TEXT = 200  # characters of a name
MOST = 50

_CODE = re.compile(r"[A-Za-z0-9._:-]{1,80}")


@dataclass(frozen=True)
class OriginReader:
    """Reads files against one trust list. anchors: PEM; a file that cannot be read trusts nobody."""

    anchors: Path = ANCHORS

    def read(self, path: Path) -> tuple[str, Origin]:
        """The SHA-256 of what was read, and what it says. Whatever goes wrong with the credentials is said in the record; raises
        `Undecidable` where the file itself cannot be read, or no child can be walled in."""
        source = Source(path)
        with source.descriptor() as descriptor:
            form = sounds.form_of(path) or films.form_of(path) or ""
            return source.sha256, self._told(descriptor, source.size, source.name, form)

    def _told(self, descriptor: int, size: int, name: str, form: str) -> Origin:
        seconds = SECONDS + size // A_SECOND
        limits: dict[str, int | str] = {"memory": MEMORY + size, "output": OUTPUT, "seconds": seconds}
        limits |= {"anchors": str(self.anchors), "form": "" if form in films.DRAWN else form}
        with os.fdopen(os.memfd_create("origin"), "w+b", buffering=0) as target:
            try:
                code = children.run_cold(CHILD, _packages(name), descriptor, target.fileno(), limits, seconds)
            except children.TimeOut:
                return Origin("unreadable", ("timeout",))
            except OSError:
                raise Undecidable("decoder.failed", name=name) from None
            if code == -signal.SIGXCPU:
                return Origin("unreadable", ("timeout",))
            if code != 0:
                return Origin("unreadable", ("reader-failed",))
            try:
                answer = json.loads(os.pread(target.fileno(), OUTPUT, 0))
                if answer.get("refused"):
                    raise Undecidable("decoder.not-isolated")
                return understood(answer["told"])
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
                return Origin("unreadable", ("reader-failed",))


def understood(told: Mapping[str, Any]) -> Origin:
    """What a child says, every part of it of the expected kind and length. Raises KeyError, TypeError, ValueError."""
    if told["state"] not in STATES:
        raise ValueError(told["state"])
    within = [one for one in told.get("ingredients") or () if isinstance(one, dict)]
    return Origin(
        state=told["state"],
        problems=_codes(told.get("problems")),
        signer=_line(told.get("signer")),
        signer_name=_line(told.get("signer_name")),
        signed_at=_line(told.get("signed_at"))[:40],
        generator=_line(told.get("generator")),
        source_types=_codes(told.get("source_types")),
        actions=_codes(told.get("actions")),
        inner_source_types=_codes(told.get("inner_source_types")),
        ingredients=tuple(
            Ingredient(
                _line(one.get("title")), _line(one.get("relationship")), int(one["depth"]), _codes(one["source_types"])
            )
            for one in within[:MOST]
        ),
        more_ingredients=max(int(told.get("more_ingredients") or 0), len(within) - MOST, 0),
        mining=tuple((_line(label), _line(use)) for label, use in (told.get("mining") or ())[:MOST]),
        identities=_lines(told.get("identities")),
        iptc=_codes(told.get("iptc")),
        credits=_lines(told.get("credits")),
        xmp_refused=told.get("xmp_refused") is True,
        traces=_traces(told.get("traces") or ()),
    )


def _traces(given: Any) -> tuple[Trace, ...]:
    every = [Trace(_line(tool), _line(where), _words(prompt)) for tool, where, prompt in given]
    return tuple(dict.fromkeys(every))[:20]


def _words(value: object) -> str:
    """Text of several lines, none of its signs invisible; those that join words or hide in them are left out."""
    text = "".join(sign for sign in str(value or "")[: 2 * LONGEST_PROMPT] if unicodedata.category(sign) != "Cf")[
        :LONGEST_PROMPT
    ]
    return "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in text).strip()


def _line(value: object) -> str:
    return " ".join(_words(value)[:TEXT].split()) if value is not None else ""


def _lines(values: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(_line, (values or ())))))[:MOST]


def _codes(values: Any) -> tuple[str, ...]:
    """Codes of vocabularies; what has not the form of one is called `other`. What was left out for want of room is `other`, too."""
    every = dict.fromkeys(value if _CODE.fullmatch(value) else "other" for value in map(str, values or ()))
    return tuple(every) if len(every) <= MOST else (*tuple(every)[: MOST - 1], "other")


def _packages(name: str) -> str:
    specs = [importlib.util.find_spec(package) for package in ("c2pa", "PIL", "av")]
    found = [spec.origin for spec in specs if spec is not None and spec.origin is not None]
    if len(found) < len(specs):
        raise Undecidable("decoder.failed", name=name)
    return os.pathsep.join(dict.fromkeys(str(Path(one).parent.parent) for one in found))
