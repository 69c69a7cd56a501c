"""Who is in a film, and when: each person over one stretch, however they move, and nobody made one with another."""

import random
import threading
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from operator import attrgetter

import cv2
import numpy as np
import pytest

from matching.face import film as in_film
from matching.face.engines import Engines
from matching.face.findings import FaceSeen
from matching.face.sense import FaceSense
from matching.findings import Examination, Picture
from matching.joining import joined
from matching.media.stream import Piece
from matching.packing import packed, unpacked
from matching.patience import Patience
from matching.reasons import Undecidable
from tests.common.moving import FPS, HEIGHT, WIDTH, Draw, frames, piece, pieces, portrait, set_, with_

MARA, RAFIQ = "mara-lind", "rafiq-sandanal"
SENSE = FaceSense()


def seen(engines: Engines, draw: Draw, last: int) -> list[FaceSeen]:
    found = engines.find(piece(draw, last), Patience())
    assert all(isinstance(one, FaceSeen) for one in found)
    return found  # type: ignore[return-value]


def is_(engines: Engines, face: FaceSeen, person: str) -> bool:
    """Whether a face is rather this person's than not, by a portrait that the film does not show."""
    still = engines.find(Piece(views=(portrait(person, 2),)), Patience())[0]
    return bool(face.vectors) and all(float(face.vectors[name] @ still.vectors[name]) > 0.45 for name in still.vectors)


def span(face: FaceSeen) -> tuple[int, int]:
    return round(face.start * FPS), round(face.end * FPS)


def test_one_who_moves_is_one_appearance(engines: Engines) -> None:
    face = portrait(MARA)
    (found,) = seen(engines, lambda n: with_(set_(), face, 150 + 3 * n, 180, 200), 96)
    assert span(found) == (0, 96)
    assert is_(engines, found, MARA)
    assert len(found.track) == 20
    assert found.track[0][1][0] < found.track[-1][1][0] - 200
    assert 1 <= len(found.shown) <= 3
    assert all(one.crop is not None for one in found.shown)
    assert found.problem is None
    assert [one.beat for one in found.moments] == [0, 1, 2, 3]


def test_a_cut_ends_everybody(engines: Engines) -> None:
    one, other, room, street = portrait(MARA), portrait(RAFIQ), set_(), set_(190)

    def draw(number: int) -> Picture:
        return with_(room, one, 320, 180, 200) if number < 40 else with_(street, other, 320, 180, 200)

    first, second = seen(engines, draw, 80)
    assert (span(first), span(second)) == ((0, 40), (40, 80))
    assert is_(engines, first, MARA)
    assert is_(engines, second, RAFIQ)


def test_a_cut_that_nobody_sees_makes_nobody_another(engines: Engines) -> None:
    """The room stays, and whoever stands in it is somebody else: the film differs little there."""
    one, other, room = portrait(MARA), portrait(RAFIQ), set_()
    found = seen(engines, lambda n: with_(room, one if n < 72 else other, 320, 180, 90), 144)
    assert [is_(engines, face, MARA) for face in found] == [True, False]
    assert [is_(engines, face, RAFIQ) for face in found] == [False, True]


def test_two_who_pass_each_other_stay_two(engines: Engines) -> None:
    one, other, room = portrait(MARA), portrait(RAFIQ), set_()

    def draw(number: int) -> Picture:
        behind = with_(room, other, 540 - 3.5 * number, 180, 150)
        return with_(behind, one, 100 + 3.5 * number, 180, 170)

    found = seen(engines, draw, 126)
    people = [{name for name in (MARA, RAFIQ) if is_(engines, face, name)} for face in found if len(face.moments) > 1]
    assert all(len(who) == 1 for who in people)
    assert {name for who in people for name in who} == {MARA, RAFIQ}
    for face in found:  # nobody jumps from one to the other
        middles = [box[0] + box[2] / 2 for _, box in face.track]
        assert all(a < b + 15 for a, b in pairwise(middles)) or all(a > b - 15 for a, b in pairwise(middles))


def test_a_morph_is_two_findings_and_says_so(engines: Engines) -> None:
    one, room = portrait(MARA), set_()
    other = cv2.resize(portrait(RAFIQ), one.shape[1::-1])

    def draw(number: int) -> Picture:
        share = float(np.clip((number - 84) / 48, 0, 1))
        return with_(room, cv2.addWeighted(one, 1 - share, other, share, 0), 320, 180, 220)

    found = seen(engines, draw, 216)
    assert [face.problem for face in found] == ["face.changes"] * 2
    assert [is_(engines, face, MARA) for face in found] == [True, False]
    assert [is_(engines, face, RAFIQ) for face in found] == [False, True]
    assert found[0].end <= found[1].start


@pytest.mark.parametrize("begins", [24, 26, 29])
def test_a_face_of_24_pixels_on_screen_for_six_frames_is_found(engines: Engines, begins: int) -> None:
    face, room = portrait(MARA), set_()
    high = 46  # the face is about half as high as the portrait
    found = seen(engines, lambda n: with_(room, face, 200, 180, high) if begins <= n < begins + 6 else room, 72)
    assert len(found) == 1
    assert 20 <= found[0].quality.size <= 28
    assert found[0].start <= begins / FPS + 0.21
    assert found[0].end >= (begins + 1) / FPS


def test_whoever_is_too_small_is_told_with_their_time(engines: Engines) -> None:
    face, room = portrait(MARA), set_()
    (found,) = seen(engines, lambda n: with_(room, face, 200, 180, 22) if n >= 24 else room, 72)
    assert found.problem == "face.too-small"
    assert not found.vectors
    assert found.start <= 25 / FPS
    assert found.end == 3.0


HIDES = {
    "upside down": lambda face: np.rot90(face, 2),
    "on the side": lambda face: np.rot90(face),
    "a negative": lambda face: 255 - face,
    "narrowed": lambda face: cv2.resize(face, (face.shape[1] // 3, face.shape[0])),
}


@pytest.mark.parametrize("way", HIDES)
def test_what_a_shot_hides_for_its_length_is_found(engines: Engines, way: str) -> None:
    """One second, in which six frames are looked at: no excuse to look in a third of the ways."""
    face, room = HIDES[way](portrait(MARA)), set_()
    found = seen(engines, lambda n: with_(room, np.ascontiguousarray(face), 320, 180, 260), 24)
    every = [one for face in found for one in (face, *face.otherwise)]
    assert any(isinstance(one, FaceSeen) and one.vectors and is_(engines, one, MARA) for one in every)


def test_a_mirror_shows_another(engines: Engines) -> None:
    face, room = portrait(MARA), set_()
    mirrored = np.ascontiguousarray(face[:, ::-1])

    def draw(number: int) -> Picture:
        return with_(with_(room, face, 160, 180, 180), mirrored, 480, 180, 180)

    one, other = seen(engines, draw, 48)
    assert one.apart(other)
    assert {span(one), span(other)} == {(0, 48)}


def film(number: int) -> Picture:
    """A cut, a two-shot, one who leaves and comes back."""
    if number < 50:
        return with_(set_(), portrait(MARA), 200 + 2 * number, 180, 180)
    there = with_(set_(190), portrait(RAFIQ), 450, 180, 170)
    return there if 95 <= number < 140 else with_(there, portrait(MARA), 180, 180, 170)


def in_stretches(engines: Engines, draw: Draw, last: int, count: int) -> list[FaceSeen]:
    parts = []
    for part in pieces(draw, last, count):
        own = tuple(engines.find(part, Patience()))
        whole = Examination("0" * 64, 1, "video", "X", WIDTH, HEIGHT, own, {}, part.end, continues=part.continues)
        parts.append(unpacked(packed(whole), [SENSE]))
    return list(joined(parts, {"face": SENSE}).appearances)  # type: ignore[arg-type]


def facts(face: FaceSeen) -> tuple[object, ...]:
    shown = [(one.start, one.box) for one in face.shown]
    return (
        face.start,
        face.end,
        face.problem,
        face.track,
        shown,
        [one.time for one in face.moments],
        len(face.otherwise),
    )


def assert_same(found: Sequence[FaceSeen], whole: Sequence[FaceSeen]) -> None:
    assert [facts(one) for one in found] == [facts(one) for one in whole]
    for one, other in zip(found, whole, strict=True):
        assert all(np.allclose(one.vectors[name], other.vectors[name], atol=1e-5) for name in other.vectors)


def test_a_film_in_stretches_gives_the_same(engines: Engines) -> None:
    whole = seen(engines, film, 187)
    assert len(whole) == 6
    for count in (3, 17):
        assert_same(in_stretches(engines, film, 187, count), whole)


def test_a_shot_that_lasts_long_is_one_in_sections(engines: Engines, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two who stay, of whom one turns away for a while at a border between two sections."""
    monkeypatch.setattr("matching.face.film.SECTION", 2.0)
    one, other, room = portrait(MARA), portrait(RAFIQ), set_()

    def draw(number: int) -> Picture:
        there = with_(room, one, 160 + number, 180, 180)
        return there if 44 <= number < 52 else with_(there, other, 480, 180, 180)

    whole = seen(engines, draw, 120)
    assert [span(face) for face in whole] == [(0, 120), (0, 120)]
    assert [len(face.moments) for face in whole] == [5, 5]
    assert_same(in_stretches(engines, draw, 120, 4), whole)


WORK = ("glance", "Lurking.seen", "_Shot._encoded", "_Shot.ended")
"""What is done with a film side by side."""


def delayed(work: Callable[..., object], seed: int) -> Callable[..., object]:
    drawn = random.Random(seed)

    def late(*told: object) -> object:
        time.sleep(drawn.random() / 20)
        return work(*told)

    return late


def test_whoever_is_done_first_the_same_is_found(engines: Engines, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = seen(engines, film, 120)
    for seed, work in enumerate(WORK):
        monkeypatch.setattr(f"matching.face.film.{work}", delayed(attrgetter(work)(in_film), seed))
    for _ in range(2):
        again = seen(engines, film, 120)
        assert_same(again, whole)
        for one, other in zip(again, whole, strict=True):
            assert all(np.array_equal(one.vectors[name], vector) for name, vector in other.vectors.items())


@pytest.mark.parametrize("work", WORK)
def test_a_mishap_beside_is_the_film_s(engines: Engines, monkeypatch: pytest.MonkeyPatch, work: str) -> None:
    """Once, in the first of three shots."""
    done, told = attrgetter(work)(in_film), list[object]()

    def failing(*arguments: object) -> object:
        told.append(work)
        if len(told) == 1:
            raise Undecidable("engine.failed", engine="yunet")
        return done(*arguments)

    monkeypatch.setattr(f"matching.face.film.{work}", failing)
    with pytest.raises(Undecidable):
        seen(engines, film, 120)
    assert not [
        one for one in threading.enumerate() if one.name.startswith(("looking", "searching", "encoding", "ending"))
    ]


def test_reading_a_film_keeps_no_picture_of_it(engines: Engines) -> None:
    """Of 20 frames that are looked at at most a handful is alive at any time."""
    import weakref

    alive: set[int] = set()
    most = 0
    face, room = portrait(MARA), set_()

    def watched() -> object:
        nonlocal most
        for frame in frames(lambda n: with_(room, face, 320, 180, 200), 0, 96):
            if frame.picture is not None:
                alive.add(frame.number)
                weakref.finalize(frame.picture, alive.discard, frame.number)
                most = max(most, len(alive))
            yield frame

    assert engines.find(Piece(0, 0.0, 4.0, frames=watched()), Patience())  # type: ignore[arg-type]
    assert 1 <= most <= 5
