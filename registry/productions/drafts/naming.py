"""Which shot a file is a version of, by the way in which files of shots are named."""

import re
from dataclasses import dataclass

LONGEST = 64
"""Of a unit's name, as declarations take it."""

# SH010_comp_v003.1001.exr: a name, a version, a frame. What the ending is, the content says, not the name.
_FRAME = re.compile(r"\.(?:\d{3,8}|#+|%0\d+d)$")
_VERSION = re.compile(r"[._-]?(?<![a-z])v(?:er(?:sion)?)?[._-]?0*(\d{1,6})$", re.IGNORECASE)


@dataclass(frozen=True)
class ShotName:
    """unit: the shot, line or asset; version: 1 where the name says none."""

    unit: str
    version: int


def named(file_name: str) -> ShotName:
    """What a file's name says; without a version in it, all of the name is the unit's. For one that says nothing, `shot`."""
    stem = file_name.replace("\\", "/").rsplit("/", 1)[-1]
    stem = stem.rpartition(".")[0] or stem
    stem = _FRAME.sub("", stem) or stem
    found = _VERSION.search(stem)
    version = int(found[1]) if found else 1
    unit = stem[: found.start()] if found else stem
    clean = re.sub(r"[^A-Za-z0-9._:-]+", "-", unit).strip("._:-")[:LONGEST].strip("._:-")
    return ShotName(clean or "shot", min(max(version, 1), 1_000_000))
