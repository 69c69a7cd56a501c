"""The frames of a film on their way to a sense: each is counted, read once and to the end, and part of what was seen."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from matching import Undecidable, examine
from matching.findings import Appearance, Picture
from matching.media import stream
from matching.media.stream import Frame, Medium, Piece, Stream, Stretch
from matching.modality import Finder
from matching.patience import A_SECOND, Patience
from matching.watching import Watched


def frame(number: int, looked: bool, shade: int = 90) -> Frame:
    small = np.full((36, 64), shade, np.uint8)
    small[::2] += 40
    picture: Picture | None = np.full((4, 6, 3), shade, np.uint8) if looked else None
    return Frame(number, number * 0.1, (number + 1) * 0.1, small, picture)


class Reader(Finder):
    """A sense that reads so many frames, so many times."""

    modality = "reading"
    weights = {"none": "0" * 64}  # noqa: RUF012

    def __init__(self, frames: int = 1_000, times: int = 1) -> None:
        self._frames, self._times = frames, times

    def find(self, piece: Piece, _patience: Patience, *, every_opinion: bool = False) -> Sequence[Appearance]:
        for _ in range(self._times):
            for number, _frame in enumerate(piece.frames):
                if number + 1 == self._frames:
                    break
        return ()


class Drawn(Medium):
    def __init__(self, *frames: Frame) -> None:
        self._frames = frames

    def holds(self, _path: Path) -> bool:
        return True

    def opened(self, path: Path, stretch: Stretch | None, *, seconds: int, pixels: int) -> Stream:
        piece = Piece(0, 0.0, self._frames[-1].end, frames=iter(self._frames))
        return Stream("0" * 64, 1, "video", "X", 6, 4, iter([piece]))


def examined(
    monkeypatch: pytest.MonkeyPatch, *frames: Frame, finders: Sequence[Finder] = (Reader(),), whole: bool = True
):
    monkeypatch.setattr(stream, "MEDIA", (Drawn(*frames),))
    cut = None if whole else Stretch(0, 1, 0.0, frames[-1].end)
    return examine(Path("x"), *finders, stretch=cut)


def test_how_closely_a_film_was_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = [0, 2, 7, 9]
    seen = examined(monkeypatch, *(frame(number, number in looked) for number in range(10)))
    assert seen.sampling is not None
    assert (seen.sampling.frames, seen.sampling.looked_at) == (10, 4)
    assert (seen.sampling.gap, seen.sampling.gap_at) == pytest.approx((0.4, 0.3))
    assert seen.length == pytest.approx(1.0)


def test_a_film_that_nobody_looks_at_is_one_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = examined(monkeypatch, *(frame(number, False) for number in range(10)))
    assert seen.sampling is not None
    assert (seen.sampling.looked_at, seen.sampling.gap) == (0, pytest.approx(1.0))


def test_a_film_is_shown_by_the_first_frame_that_shows_something(monkeypatch: pytest.MonkeyPatch) -> None:
    black = Frame(0, 0.0, 0.1, np.zeros((36, 64), np.uint8), np.zeros((4, 6, 3), np.uint8))
    seen = examined(monkeypatch, black, frame(1, True, 77), frame(2, True, 200))
    assert seen.view is not None
    assert seen.view[0, 0, 0] == 77
    only = examined(monkeypatch, black)
    assert only.view is not None
    assert not only.view.any()


@pytest.mark.parametrize("finders", [(Reader(3),), (Reader(times=2),), (Reader(), Reader()), (Reader(times=0),)])
def test_frames_that_a_sense_does_not_see_are_not_examined(
    monkeypatch: pytest.MonkeyPatch, finders: Sequence[Finder]
) -> None:
    with pytest.raises(Undecidable, match=r"engine\.failed"):
        examined(monkeypatch, *(frame(number, True) for number in range(10)), finders=finders)


def test_what_was_seen_is_every_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    def content(*frames: Frame) -> str | None:
        return examined(monkeypatch, *frames, whole=False).content_sha256

    plain = content(frame(0, True), frame(1, False), frame(2, True))
    assert plain == content(frame(0, True), frame(1, False), frame(2, True))
    touched = frame(2, True)
    assert touched.picture is not None
    touched.picture[1, 1, 1] += 1
    others = [
        content(frame(0, True), frame(1, False), touched),
        content(frame(0, True), frame(1, False, 91), frame(2, True)),
        content(frame(0, True), frame(1, True), frame(2, True)),
    ]
    assert len({plain, *others}) == 4


def test_a_mishap_while_reading_is_the_film_s(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Iterator[Frame]:
        yield frame(0, True)
        raise Undecidable("decoder.failed", name="x")

    watched = Watched()
    with pytest.raises(Undecidable, match=r"decoder\.failed"):
        list(watched.of(Piece(0, 0.0, 1.0, frames=broken())))


def test_patience_grows_with_the_film(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    patience = Patience(10)
    patience.longer(4)
    now = 10 + 4 * A_SECOND - 0.1
    patience.check()
    now += 0.2
    with pytest.raises(Undecidable):
        patience.check()
