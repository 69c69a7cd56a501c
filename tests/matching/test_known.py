"""What an earlier version told is not looked for again, and what is found is the same to the last bit."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from matching import examine
from matching.face.engines import Engines
from matching.face.yunet import Network
from matching.findings import Picture
from matching.known import KEY, KnownAnswers, read, written
from matching.media.film.facts import facts_of
from matching.media.film.source import Source
from matching.packing import packed
from tests.common.clips import add_film, clip, frame_of, numbered
from tests.common.parts import DATA

CLIP = DATA / "film" / "short_hamilton_clip.mp4"
WIDE, HIGH, RATE = 320, 180, 24
SECTION = 30 * RATE
"""Frames of a half minute."""


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, ...]]:
    """Sizes of what the network was shown since."""
    shown: list[tuple[int, ...]] = []
    glance = Network.glance

    def counted(network: Network, bgr: Any, *rest: Any) -> Any:
        shown.append(bgr.shape)
        return glance(network, bgr, *rest)

    monkeypatch.setattr(Network, "glance", counted)
    return shown


@pytest.fixture(scope="module")
def people() -> list[Picture]:
    """Six seconds of two people."""
    with av.open(str(CLIP)) as film:
        frames = [frame.to_ndarray(format="rgb24", width=WIDE, height=HIGH) for frame in film.decode(video=0)]
    return frames[: 6 * RATE]


def made(path: Path, frames: Any) -> Path:
    """Motion JPEG: equal frames are equal once they are decoded."""
    with av.open(str(path), "w") as film:
        stream = add_film(film, "mjpeg", size=(WIDE, HIGH), form="yuvj420p", rate=RATE)
        for number, picture in enumerate(frames):
            film.mux(stream.encode(frame_of(picture, number, Fraction(1, RATE))))
        film.mux(stream.encode())
    return path


def story(people: list[Picture], last: list[Picture], within: dict[int, Picture] | None = None) -> Iterator[Picture]:
    """People, then nobody until the half minute is over, then `last`. within: other frames in their places."""
    first = chain(people, repeat(np.full((HIGH, WIDE, 3), 90, np.uint8), SECTION - len(people)))
    return chain(((within or {}).get(number, picture) for number, picture in enumerate(first)), last)


def kept(known: KnownAnswers) -> KnownAnswers:
    """As it is taken up again for a later version."""
    return KnownAnswers(read(written(known.given)))


@pytest.mark.data
@pytest.mark.slow
def test_the_same_film_is_known_and_the_same_is_found_in_it(engines: Engines, asked: list[Any]) -> None:
    plain = examine(CLIP, engines)
    first = KnownAnswers()
    assert packed(examine(CLIP, engines, known=first)) == packed(plain)
    assert first.sections == {0: False}
    again = kept(first)
    del asked[:]
    assert packed(examine(CLIP, engines, known=again)) == packed(plain)
    # beside it, each face that has to be turned is looked at anew, as it is cut out once more
    assert asked == []
    assert again.sections == {0: True}
    assert again.given == first.given


@pytest.mark.data
@pytest.mark.slow
def test_what_was_changed_is_looked_at_anew_and_nothing_else(
    engines: Engines, people: list[Picture], tmp_path: Path, asked: list[Any]
) -> None:
    whole = made(tmp_path / "1.avi", story(people, people[:72]))
    first = KnownAnswers()
    examine(whole, engines, known=first)
    of_first = len(asked)
    changed = made(tmp_path / "2.avi", story(people, people[72:]))
    second = kept(first)
    del asked[:]
    seen = examine(changed, engines, known=second)
    assert second.sections == {0: True, 1: False}
    assert len(asked) < of_first / 2
    assert packed(seen) == packed(examine(changed, engines))


@pytest.mark.data
@pytest.mark.slow
@pytest.mark.attack("B6.known-frames")
def test_whoever_is_put_into_a_few_frames_of_what_is_known_is_found(
    engines: Engines, people: list[Picture], tmp_path: Path
) -> None:
    nobody = [np.full((HIGH, WIDE, 3), 90, np.uint8)] * 24
    first = KnownAnswers()
    before = examine(made(tmp_path / "1.avi", story([], nobody)), engines, known=first)
    assert before.appearances == ()
    within = {at: people[at - 300] for at in range(300, 306)}
    second = kept(first)
    changed = made(tmp_path / "2.avi", story([], nobody, within))
    seen = examine(changed, engines, known=second)
    assert seen.appearances
    assert second.sections == {0: False, 1: True}
    assert packed(seen) == packed(examine(changed, engines))


def keys(path: Path) -> tuple[str, ...]:
    return facts_of(Source(path), "AVI", 30, 10**6).films[0].keys


def test_lots_are_drawn_anew_in_a_half_minute_that_was_changed_in_any_frame(tmp_path: Path) -> None:
    settings: dict[str, Any] = {"codec": "mjpeg", "form": "yuvj420p", "frames": 70, "rate": 1}
    one = keys(clip(tmp_path / "1.avi", **settings))
    assert len(set(one)) == 3

    def altered(at: int) -> Callable[..., Picture]:
        return lambda number, *sides: numbered(number + (number == at), *sides)

    for at, number in ((0, 0), (29, 0), (30, 1), (59, 1), (60, 2)):
        other = keys(clip(tmp_path / f"{at}.avi", draw=altered(at), **settings))
        assert [a != b for a, b in zip(one, other, strict=True)] == [place == number for place in range(3)]


def test_answers_are_taken_up_as_they_were_put_down_or_not_at_all() -> None:
    answers = {bytes([number]) * KEY: b"x" * number for number in range(5)}
    content = written(answers)
    assert read(content) == answers
    for length in (1, KEY, len(content) - 1):
        with pytest.raises(ValueError, match="no answers"):
            read(content[:length])


def test_an_answer_is_taken_from_what_is_known_and_its_half_minute_is_noted() -> None:
    known = KnownAnswers({b"a" * KEY: b"earlier"})
    assert known.section(12.0).answer(b"a" * KEY, lambda: b"anew") == b"earlier"
    assert known.section(31.0).answer(b"b" * KEY, lambda: b"anew") == b"anew"
    assert known.section(59.9).answer(b"a" * KEY, lambda: b"anew") == b"earlier"
    assert known.sections == {0: True, 1: False}
    assert known.given == {b"a" * KEY: b"earlier", b"b" * KEY: b"anew"}
