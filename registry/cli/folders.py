"""A folder of frames as the one file that is checked: packed without compression, the same frames always into the same bytes."""

import hashlib
import json
import re
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

import click

from matching.media.drawn.rates import FASTEST, NOTE, RATE, SLOWEST
from registry.cli.files import InputError, one_line
from registry.core.texts import say

_RATE = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6}|/[1-9][0-9]{0,4})?")
_CHUNK = 1 << 20


def rate_of(told: str | None) -> float | None:
    """Frames a second, as --rate gives them. Raises InputError."""
    if told is None:
        return None
    if not _RATE.fullmatch(told) or not SLOWEST <= Fraction(told) <= FASTEST:
        raise InputError(f"--rate: {one_line(told)} is no number of frames a second; write 24, 23.976 or 24000/1001")
    return float(Fraction(told))


@contextmanager
def packed(path: Path, rate: str | None, keep: Path | None) -> Iterator[Path]:
    """The file itself, or the frames of a folder in one, which is gone afterwards unless it is to be kept. Raises InputError."""
    if not path.is_dir():
        if rate is not None or keep is not None:
            raise InputError("--rate and --pack are for a folder of frames; --rate also for an EDL, with --media")
        yield path
        return
    rate_of(rate)
    with tempfile.TemporaryDirectory(prefix="likeness-") as room:
        target = keep or Path(room) / f"{path.absolute().name}.zip"
        if target.exists():
            raise InputError(f"{one_line(target)} is there already")
        try:
            manifest = _pack(path, rate, target)
        except BaseException as error:
            target.unlink(missing_ok=True)
            if isinstance(error, OSError):
                raise InputError(f"{one_line(path)} cannot be packed: {error.strerror}") from error
            raise
        click.echo(say("sequence-manifest", sha256=manifest), err=True)
        yield target


def _pack(folder: Path, rate: str | None, target: Path) -> str:
    """The manifest's hash: SHA-256 of the lines that sha256sum writes about the frames, in the order of their names."""
    manifest = hashlib.sha256()
    with zipfile.ZipFile(target, "x", zipfile.ZIP_STORED, strict_timestamps=False) as archive:
        if rate is not None or not (folder / NOTE).is_file():
            archive.writestr(zipfile.ZipInfo(NOTE), json.dumps({"rate": rate or str(RATE)}))
        for path in sorted(folder.iterdir(), key=lambda one: one.name.encode()):
            if path.name == NOTE and rate is not None:
                continue
            if path.is_symlink() or not path.is_file():
                raise InputError(f"{one_line(path)}: a folder of frames holds files alone, no links and no folders")
            if not path.name.isprintable():  # a line break would write a line of the manifest
                raise InputError(f"{one_line(path)}: name the frame in letters and digits")
            digest, size = hashlib.sha256(), path.stat().st_size
            told = zipfile.ZipInfo(path.name)
            told.file_size = size
            with path.open("rb") as source, archive.open(told, "w") as copy:
                while part := source.read(_CHUNK):
                    digest.update(part)
                    copy.write(part)
            if path.name != NOTE:
                manifest.update(f"{digest.hexdigest()}  {path.name}\n".encode())
    return manifest.hexdigest()
