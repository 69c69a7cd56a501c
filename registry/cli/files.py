"""Reading and writing files from the command line: clear errors, exit status 2, nothing half-written."""

import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any

import click

from consent.canonical import MAX_BYTES, JsonError, strict_mapping


class InputError(click.ClickException):
    """Input that cannot be used: what, where and what to do. Exit status 2."""

    exit_code = 2


def one_line(text: object) -> str:
    """Text from outside, such as the path of a file, as part of one line: what would break the line, move the cursor or hide
    other text is written out, as in `\\n`."""
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode("ascii") for one in str(text))


FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
"""A parameter that names a file that is there."""


def read_bytes(path: Path) -> bytes:
    """A small file's bytes. Raises `InputError`."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(f"{one_line(path)} cannot be read: {error.strerror}") from error
    if len(data) > MAX_BYTES:
        raise InputError(f"{one_line(path)} is larger than {MAX_BYTES} bytes")
    return data


def read_json(path: Path) -> dict[str, Any]:
    """A JSON object from a file, read strictly. Raises `InputError`."""
    try:
        return strict_mapping(read_bytes(path))
    except JsonError as error:
        raise InputError(f"{one_line(path)}: {error}") from error


def file_sha256(path: Path) -> str:
    """The SHA-256 (hex) of a file of any size. Raises `InputError`."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise InputError(f"{one_line(path)} cannot be read: {error.strerror}") from error


def write_json(path: Path, content: Any) -> None:
    """Write JSON for people and programs, all or nothing. Raises `InputError`."""
    data = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    temporary = None
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except OSError as error:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        raise InputError(f"{one_line(path)} cannot be written: {error.strerror}") from error


def print_json(content: Any) -> None:
    """One JSON document on standard output."""
    click.echo(json.dumps(content, ensure_ascii=False))
