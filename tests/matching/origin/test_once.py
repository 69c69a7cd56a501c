"""What a file says about itself is read once, however it is cut, and of exactly the bytes that are decoded."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from matching import Undecidable, examine
from matching.findings import Appearance, Examination
from matching.joining import joined
from matching.media import stream
from matching.media.stream import Piece
from matching.origin.findings import Ingredient, Origin, Trace
from matching.origin.reading import OriginReader
from matching.packing import packed, unpacked
from matching.patience import Patience
from tests.common.credentials import authority, photograph, put
from tests.common.films import Film, film
from tests.common.squares import ENCODER, Finding, Squares

SENSE = Squares("body")


def test_a_picture_is_read_whole(tmp_path: Path) -> None:
    path, finder = put(tmp_path, authority().sign(photograph())), SENSE.load([ENCODER])
    found = examine(path, finder, reader=OriginReader(authority().anchors(tmp_path))).origin
    assert found is not None
    assert found.camera_original
    assert examine(path, finder).origin is None


def test_a_picture_is_read_while_it_is_looked_at(tmp_path: Path) -> None:
    path, read, looked = put(tmp_path, photograph()), Event(), list[bool]()

    class Reads(OriginReader):
        def read(self, path: Path) -> tuple[str, Origin]:
            read.set()
            return super().read(path)

    class Waits(Finding):
        def find(self, piece: Piece, patience: Patience, *, every_opinion: bool = False) -> Sequence[Appearance]:
            looked.append(read.wait(20))
            return super().find(piece, patience, every_opinion=every_opinion)

    assert examine(path, Waits("body", has_place=True), reader=Reads()).origin == Origin("absent")
    assert looked == [True]


def test_of_a_film_in_stretches_it_is_read_with_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "MEDIA", (Film(1), *stream.MEDIA))
    path, reads = tmp_path / "x.film", list[Path]()
    path.write_bytes(film("6 red@20", "6 blue@140"))

    class Counts(OriginReader):
        def read(self, path: Path) -> tuple[str, Origin]:
            reads.append(path)
            return super().read(path)

    finder = SENSE.load([ENCODER])
    stretches = Film(3).stretches(path)
    parts = [examine(path, finder, stretch=one, reader=Counts()) for one in stretches]
    assert len(reads) == 1
    assert len(stretches) > 1
    whole = joined([unpacked(packed(part), [SENSE]) for part in parts], {"body": SENSE})
    assert whole.origin == Origin("absent")


def test_a_file_that_changes_between_the_two_is_not_decided(tmp_path: Path) -> None:
    path = put(tmp_path, photograph())

    class Changes(OriginReader):
        def read(self, path: Path) -> tuple[str, Origin]:
            path.write_bytes(photograph(2))
            return super().read(path)

    with pytest.raises(Undecidable) as told:
        examine(path, SENSE.load([ENCODER]), reader=Changes())
    assert told.value.reason == "file.unreadable"


def test_all_of_it_survives_being_put_down() -> None:
    said = Origin("valid", ingredients=(Ingredient("a", "parentOf", 1, ("print",)),), traces=(Trace("t", "w", "p"),))
    whole = Examination("0" * 64, 5, "image", "X", 7, 5, (), {}, origin=replace(said, mining=(("a", "b"),)))
    assert unpacked(packed(whole), [SENSE]).origin == whole.origin
