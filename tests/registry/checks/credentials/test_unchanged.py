"""Only a manifest may tell the written file from the one that was checked; a film's pictures have to be where they were."""

import io
import struct
from pathlib import Path
from typing import Any

import pytest

from registry.checks.credentials.formats import format_of
from registry.checks.credentials.unchanged import Changed, require_unchanged
from tests.registry.checks.credentials.conftest import coded

C2PA_BOX = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content) + 8) + kind + content


def film(places: list[int], *, shift: int = 0, more: bytes = b"", before: bytes = b"", kind: bytes = b"stco") -> bytes:
    """A film of four-byte pictures: `ftyp`, what is put in, `moov` with the places of its pictures, `mdat`."""
    form = ">I" if kind == b"stco" else ">Q"
    table = bytes(4) + struct.pack(">I", len(places)) + b"".join(struct.pack(form, at + shift) for at in places)
    inner = box(kind, table)
    for name in (b"stbl", b"minf", b"mdia", b"trak"):
        inner = box(name, inner)
    return box(b"ftyp", b"isom\0\0\0\0") + before + box(b"moov", inner + more) + box(b"mdat", b"ABCDEFGH" * 8)


MANIFEST = box(b"uuid", C2PA_BOX + bytes(100))
START = film([0]).index(b"ABCD")


def unchanged(tmp_path: Path, before: bytes, after: bytes, how: str) -> bool:
    for name, content in (("before", before), ("after", after)):
        (tmp_path / name).write_bytes(content)
    with (tmp_path / "before").open("rb") as source, (tmp_path / "after").open("rb") as written:
        try:
            require_unchanged(source, written, how)
        except Changed:
            return False
    return True


@pytest.mark.parametrize("kind", [b"stco", b"co64"])
def test_a_film_may_move_with_all_its_pictures(tmp_path: Path, kind: bytes) -> None:
    start = film([0], kind=kind).index(b"ABCD")
    before = film([start], kind=kind)
    moved = film([start], shift=len(MANIFEST), before=MANIFEST, kind=kind)
    assert unchanged(tmp_path, before, moved, "boxes")
    assert unchanged(tmp_path, moved, moved, "boxes")


@pytest.mark.attack("B3.credential-moved-pictures")
@pytest.mark.parametrize("shift", [0, 4, len(MANIFEST) - 4])
def test_a_film_whose_pictures_are_elsewhere_is_another_film(tmp_path: Path, shift: int) -> None:
    assert not unchanged(tmp_path, film([START]), film([START], shift=shift, before=MANIFEST), "boxes")


@pytest.mark.attack("B3.credential-hidden-places")
@pytest.mark.parametrize(
    "more",
    [
        box(b"udta", box(b"stco", bytes(8))),  # a table that players may find, and that nothing moves
        box(b"trak", box(b"stbl", box(b"co64", bytes(8)))),
        box(b"cmov", bytes(8)),  # the film's own box again, packed
        box(b"meta", box(b"iloc", bytes(8))),
        box(b"mvex", bytes(8)),
    ],
)
def test_places_that_nothing_moves_are_refused(tmp_path: Path, more: bytes) -> None:
    start = film([0], more=more).index(b"ABCD")
    before = film([start], more=more)
    moved = film([start], shift=len(MANIFEST), before=MANIFEST, more=more)
    assert not unchanged(tmp_path, before, moved, "boxes")


@pytest.mark.attack("B3.credential-hidden-boxes")
@pytest.mark.parametrize("kind", [b"moov", b"moof", b"meta", b"sidx", b"mfra", b"junk"])
def test_boxes_that_may_tell_other_pictures_are_refused(tmp_path: Path, kind: bytes) -> None:
    extra = box(kind, bytes(8))
    before, moved = film([START]), film([START], shift=len(MANIFEST), before=MANIFEST)
    assert not unchanged(tmp_path, before + extra, moved + extra, "boxes")


@pytest.mark.parametrize("at", [START, START + 17, 10])
def test_a_film_of_other_pictures_is_another_film(tmp_path: Path, at: int) -> None:
    before, moved = film([START]), bytearray(film([START], shift=len(MANIFEST), before=MANIFEST))
    moved[at if at < 20 else at + len(MANIFEST)] ^= 1
    assert not unchanged(tmp_path, before, bytes(moved), "boxes")


def test_a_place_outside_of_the_file_is_refused(tmp_path: Path) -> None:
    before = film([10_000])
    assert not unchanged(tmp_path, before, film([10_000], shift=len(MANIFEST), before=MANIFEST), "boxes")


def segment(kind: int, content: bytes) -> bytes:
    return bytes([0xFF, kind]) + struct.pack(">H", len(content) + 2) + content


JUMBF = (
    b"JP\0\x01" + struct.pack(">I", 1) + struct.pack(">I", 100) + b"jumb" + struct.pack(">I", 40) + b"jumd" + b"c2pa"
)
FURTHER = segment(0xE2, b"MPF\0" + bytes(20))


def test_a_picture_keeps_every_byte_but_the_manifest_s(tmp_path: Path) -> None:
    picture = coded("jpg")
    manifest = segment(0xEB, JUMBF + bytes(40))
    assert unchanged(tmp_path, picture, picture[:2] + manifest + picture[2:], "jpeg")
    for other in (
        picture[:2] + segment(0xEB, b"JP other") + picture[2:],
        picture[:2] + manifest + picture[2:-1] + b"\0",
        picture + manifest,
        picture[:40],
    ):
        assert not unchanged(tmp_path, picture, other, "jpeg")


@pytest.mark.attack("B3.credential-further-pictures")
def test_no_manifest_comes_between_a_picture_and_those_behind_it(tmp_path: Path) -> None:
    """Where further pictures lie is told as a distance from that segment."""
    picture, manifest = coded("jpg"), segment(0xEB, JUMBF + bytes(40))
    several = picture[:2] + FURTHER + picture[2:]
    assert unchanged(tmp_path, several, picture[:2] + manifest + FURTHER + picture[2:], "jpeg")
    assert not unchanged(tmp_path, several, picture[:2] + FURTHER + manifest + picture[2:], "jpeg")


@pytest.mark.parametrize("form", ["png", "webp", "wav"])
def test_a_chunk_more_is_another_file(tmp_path: Path, form: str) -> None:
    content = coded(form)
    how = str(format_of(content[:64]).inside)  # type: ignore[union-attr]
    assert unchanged(tmp_path, content, content, how)
    assert not unchanged(tmp_path, content, content[:-1] + bytes([content[-1] ^ 1]), how)
    assert not unchanged(tmp_path, content, content + b"more", how)
    assert not unchanged(tmp_path, content, content[:-5], how)


@pytest.mark.parametrize("form", ["jpg", "png", "webp", "wav", "mp4"])
def test_whatever_is_altered_is_found_or_refused(tmp_path: Path, form: str) -> None:
    content = coded(form)
    how = str(format_of(content[:64]).inside)  # type: ignore[union-attr]
    for at in range(0, len(content), max(1, len(content) // 40)):
        altered: Any = io.BytesIO(content)
        altered.seek(at)
        altered.write(bytes([content[at] ^ 0x55]))
        assert not unchanged(tmp_path, content, altered.getvalue(), how), at
