"""The files in an archive, within its child's walls: nothing is unpacked to a disk, and no file of it may be hidden from whoever unpacks
it, or be another one for them."""

import encodings.cp437  # noqa: F401 - in which old archives name their files; later none can be loaded
import os
import stat
import struct
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from matching.media.look import Refused

LARGEST = 250
"""Megabytes of one file, unpacked."""

_LOCAL, _DIRECTORY, _END, _END_64, _LOCATOR = b"PK\3\4", b"PK\1\2", b"PK\5\6", b"PK\6\6", b"PK\6\7"
_ENCRYPTED, _DESCRIBED = 0x1, 0x8
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


@dataclass(frozen=True)
class Member:
    """name: with its folders. read: its bytes, all of them."""

    name: str
    read: Callable[[], bytes]


def members(file: BinaryIO, form: str) -> list[Member]:
    """form: "ZIP" or "TAR". Raises Refused."""
    try:
        found = [*(_of_zip(file) if form == "ZIP" else _of_tar(file))]
    except (zipfile.BadZipFile, tarfile.TarError, struct.error, RuntimeError, UnicodeError, EOFError) as error:
        raise Refused("archive.broken", {}) from error
    if len({member.name.casefold() for member in found}) < len(found):
        raise Refused("archive.broken", {})
    return found


def _of_zip(file: BinaryIO) -> Iterator[Member]:
    archive = zipfile.ZipFile(file)
    _check_layout(file, archive)
    for one in archive.infolist():
        kind = stat.S_IFMT(one.external_attr >> 16)
        if one.flag_bits & _ENCRYPTED:
            raise Refused("archive.encrypted", {"member": one.filename})
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise Refused("archive.link", {"member": one.filename})
        if one.compress_type not in _PACKED:
            raise Refused("archive.broken", {})
        _check(one.filename, one.file_size)
        if not one.is_dir():
            yield Member(one.filename, _reader(archive, one))


def _reader(archive: zipfile.ZipFile, one: zipfile.ZipInfo) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            return archive.read(one)  # no more than it says that it has, with its sum
        except (zipfile.BadZipFile, RuntimeError, EOFError) as error:
            raise Refused("archive.broken", {}) from error

    return read


def _check_layout(file: BinaryIO, archive: zipfile.ZipFile) -> None:
    """Raises Refused unless one file follows the other from the beginning, and the directory them, to the end: whatever lies between
    some programs unpack."""
    place = 0
    for one in sorted(archive.infolist(), key=lambda one: one.header_offset):
        file.seek(one.header_offset)
        head = file.read(30)
        names, more = struct.unpack("<HH", head[26:30])
        name = file.read(names)
        same = name == one.orig_filename.encode("utf-8" if one.flag_bits & 0x800 else "cp437")
        if one.header_offset != place or head[:4] != _LOCAL or not same:
            raise Refused("archive.broken", {})
        place += 30 + names + more + one.compress_size
        if one.flag_bits & _DESCRIBED:
            file.seek(place)
            described = file.read(24)
            wide = more > 0 and one.file_size >= 1 << 32
            place += (4 if described[:4] == b"PK\7\x08" else 0) + (20 if wide else 12)
    file.seek(place)
    rest = file.read()
    if rest[:4] not in (_DIRECTORY, _END) or rest.find(_END) < 0 or archive.comment:
        raise Refused("archive.broken", {})
    at = 0
    for _ in archive.infolist():
        if rest[at : at + 4] != _DIRECTORY:
            raise Refused("archive.broken", {})
        at += 46 + sum(struct.unpack("<HHH", rest[at + 28 : at + 34]))
    if rest[at : at + 4] == _END_64:
        at += 12 + struct.unpack("<Q", rest[at + 4 : at + 12])[0] + 20
    if rest[at : at + 4] != _END or len(rest) != at + 22:
        raise Refused("archive.broken", {})


def _of_tar(file: BinaryIO) -> Iterator[Member]:
    archive = tarfile.TarFile(fileobj=file, mode="r", ignore_zeros=False)
    end = 0
    for one in archive:
        if one.issparse() or not (one.isreg() or one.isdir()):
            raise Refused("archive.link", {"member": one.name})
        _check(one.name, one.size)
        end = one.offset_data + -(-one.size // 512) * 512
        if one.isreg():
            yield Member(one.name, _of_place(file, one.offset_data, one.size))
    file.seek(0, os.SEEK_END)
    if file.tell() < end:
        raise Refused("archive.broken", {})
    file.seek(end)
    while part := file.read(1 << 20):
        if part.strip(b"\0"):
            raise Refused("archive.broken", {})


def _of_place(file: BinaryIO, start: int, size: int) -> Callable[[], bytes]:
    def read() -> bytes:
        file.seek(start)
        content = file.read(size)
        if len(content) != size:
            raise Refused("archive.broken", {})
        return content

    return read


def _check(name: str, size: int) -> None:
    parts = name.rstrip("/").split("/")
    if "\\" in name or ":" in name or any(part in ("", ".", "..") for part in parts[parts[0] == "." :]):
        raise Refused("archive.path", {"member": name})
    if size > LARGEST * 1_000_000:
        raise Refused("archive.too-large", {"member": name, "limit": LARGEST})
