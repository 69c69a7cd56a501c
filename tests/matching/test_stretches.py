"""A file in stretches: however it is cut, what is found in it is the same, and nobody is lost or doubled at a seam."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import Undecidable, examine
from matching.face.findings import FaceSeen, Quality
from matching.face.sense import FaceSense
from matching.findings import Appearance, Examination
from matching.joining import joined
from matching.media import stream
from matching.media.stream import Stretch, plan
from matching.packing import packed, unpacked
from tests.common.films import FRAME, Film, film
from tests.common.squares import ENCODER, Squares

SENSE = Squares("body")
SENSES = {"body": SENSE}


def found_in(path: Path, pieces: int) -> Examination:
    """Each stretch is examined by itself, put down and taken up again."""
    finder = SENSE.load([ENCODER])
    parts = [packed(examine(path, finder, stretch=one)) for one in Film(pieces).stretches(path)]
    return joined([unpacked(part, [SENSE]) for part in parts], SENSES)


def facts(examination: Examination) -> list[tuple[object, ...]]:
    return [
        (one.ref, one.modality, one.start, one.end, one.place, one.problem, one.vectors[ENCODER].tobytes())
        for one in examination.appearances
    ]


@pytest.fixture(autouse=True)
def films(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "MEDIA", (Film(1), *stream.MEDIA))


shots = st.builds(
    lambda frames, shows: " ".join([str(frames), *(f"{colour}@{place}" for colour, place in shows.items())]),
    st.integers(1, 6),
    st.dictionaries(st.sampled_from(["red", "green", "blue", "half-red"]), st.sampled_from([20, 140, 260, 380]), max_size=3)
    .filter(lambda shows: len(set(shows.values())) == len(shows)),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(shots, min_size=1, max_size=6), st.integers(2, 17))
def test_a_cut_changes_nothing(tmp_path_factory: pytest.TempPathFactory, told: list[str], pieces: int) -> None:
    path = tmp_path_factory.mktemp("film") / "x.film"
    path.write_bytes(film(*told))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(stream, "MEDIA", (Film(1), *stream.MEDIA[-1:]))
        whole, cut = found_in(path, 1), found_in(path, pieces)
    assert facts(cut) == facts(whole)
    assert (cut.sha256, cut.length, cut.encoders) == (whole.sha256, whole.length, whole.encoders)


def halves(tmp_path: Path, *told: str) -> list[Examination]:
    path = tmp_path / "x.film"
    path.write_bytes(film(*told))
    finder = SENSE.load([ENCODER])
    return [examine(path, finder, stretch=one) for one in Film(2).stretches(path)]


def test_a_cut_between_two_shots_joins_nobody(tmp_path: Path) -> None:
    spans = [(one.start, one.end) for one in joined(halves(tmp_path, "4 red@40", "4 red@40"), SENSES).appearances]
    assert spans == [(0.0, 4 * FRAME), (4 * FRAME, 8 * FRAME)]


@pytest.mark.parametrize("change", ["another person", "another place", "one side is unreadable", "another sense"])
def test_only_who_is_known_to_be_one_is_joined(tmp_path: Path, change: str) -> None:
    """Somebody who becomes somebody else at the very seam is two people."""
    first, second = halves(tmp_path, "8 red@40")
    (seen,) = second.appearances
    other: Appearance = {
        "another person": replace(seen, vectors={ENCODER: np.asarray([0.0, 1.0, 0.0], np.float32)}),
        "another place": replace(seen, box=(300, 50, 60, 60)),
        "one side is unreadable": replace(seen, vectors={}, problem="face.unclear"),
        "another sense": replace(seen, modality="movement"),
    }[change]
    both = joined([first, replace(second, appearances=(other,))], SENSES | {"movement": SENSE})
    assert [(one.ref, one.start) for one in both.appearances] == [("A1", 0.0), ("A2", 4 * FRAME)]


def test_two_at_one_seam_are_each_joined_with_themselves(tmp_path: Path) -> None:
    first, second = halves(tmp_path, "8 red@40 half-red@40 blue@300")
    swapped = replace(second, appearances=tuple(reversed(second.appearances)))
    assert len(first.appearances) == len(joined([first, swapped], SENSES).appearances)


def test_whoever_is_like_the_shorter_part_is_found_in_the_whole(tmp_path: Path) -> None:
    first, second = halves(tmp_path, "8 red@40")
    (seen,) = first.appearances
    alike = 0.8 * seen.vectors[ENCODER] + 0.6 * np.asarray([0.0, 1.0, -1.0], np.float32) / np.sqrt(2, dtype=np.float32)
    shorter = replace(seen, start=1.0, vectors={ENCODER: alike})
    (both,) = joined([replace(first, appearances=(shorter,)), second], SENSES).appearances
    assert (both.start, both.end) == (1.0, 4.0)
    assert [one.vectors[ENCODER].tobytes() for one in both.otherwise] == [alike.tobytes()]


def test_parts_of_two_files_are_no_file(tmp_path: Path) -> None:
    first, second = halves(tmp_path, "8 red@40")
    for other in (replace(second, sha256="0" * 64), replace(second, encoders={ENCODER: "d" * 64})):
        with pytest.raises(ValueError, match="several files"):
            joined([first, other], SENSES)


def test_a_still_picture_is_not_cut(people: Path) -> None:
    assert plan(next(people.rglob("*.jpg"))) == ()


@pytest.mark.parametrize(
    "stretches",
    [
        (Stretch(0, 2, 0.0, 1.0),),
        (Stretch(0, 2, 0.0, 1.0), Stretch(1, 2, 1.5, 2.0)),
        (Stretch(0, 2, 0.5, 1.0), Stretch(1, 2, 1.0, 2.0)),
        (Stretch(1, 2, 0.0, 1.0), Stretch(0, 2, 1.0, 2.0)),
        (Stretch(0, 1, 0.0, 0.0),),
    ],
)
def test_a_plan_that_leaves_something_out_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stretches: tuple[Stretch, ...]
) -> None:
    path = tmp_path / "x.film"
    path.write_bytes(film("4"))
    monkeypatch.setattr(Film, "stretches", lambda _film, _path: stretches)
    with pytest.raises(Undecidable, match=r"decoder\.failed"):
        plan(path)


@pytest.mark.parametrize("lost", [0, 1, -1])
def test_a_stretch_of_which_something_is_missing_is_not_examined(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lost: int
) -> None:
    from tests.common import films

    plain = films.pieces_of

    def some(*of: object) -> list[stream.Piece]:
        pieces = list(plain(*of))  # type: ignore[arg-type]
        del pieces[lost]
        return pieces

    monkeypatch.setattr(films, "pieces_of", some)
    with pytest.raises(Undecidable, match=r"decoder\.failed"):
        halves(tmp_path, "2 red@40", "1", "3", "2 red@40", "1", "1")


def test_faces_survive_being_put_down() -> None:
    rng = np.random.default_rng(1)
    other = FaceSeen(box=(1, 2, 3, 4), landmarks=((0.5, 1.5),), quality=Quality(9, 0.25, 0.5, 1.0), vectors={})
    face = FaceSeen(
        ref="A1", start=0.1, end=1 / 3, box=(-3, 2, 30, 40), landmarks=((1.0, 2.0), (3.5, 4.0)),
        quality=Quality(30, 123.456, 0.9, -3.0, strength=1.5), vectors={"e": rng.random(8, np.float32)},
        crop=rng.integers(0, 255, (5, 7, 3), np.uint8), crop_box=(0, 0, 7, 5), problem="face.unclear", otherwise=(other,),
    )  # fmt: skip
    whole = Examination("0" * 64, 5, "image", "X", 7, 5, (face,), {"e": "f" * 64}, view=face.crop)
    again = unpacked(packed(whole), [FaceSense()])
    (back,) = again.appearances
    assert isinstance(back, FaceSeen)
    assert (back.ref, back.start, back.end, back.box, back.landmarks, back.quality, back.crop_box, back.problem) == (
        face.ref, face.start, face.end, face.box, face.landmarks, face.quality, face.crop_box, face.problem,
    )  # fmt: skip
    assert back.vectors["e"].tobytes() == face.vectors["e"].tobytes()
    assert (back.crop == face.crop).all()
    assert back.otherwise[0].quality == other.quality
    assert (again.view == whole.view).all()
    assert again.encoders == whole.encoders


def test_nothing_else_is_taken_up() -> None:
    whole = Examination("0" * 64, 5, "image", "X", 7, 5, (), {})
    for content in (b"", b"x", packed(whole)[:-3]):
        with pytest.raises(ValueError):  # noqa: PT011 - whichever part of it says so
            unpacked(content, [SENSE])
    face = FaceSeen(box=(1, 2, 3, 4), landmarks=(), quality=Quality(9, 0.25, 0.5, 1.0), vectors={})
    with pytest.raises(KeyError):  # of a sense that nobody expects
        unpacked(packed(replace(whole, appearances=(face,))), [SENSE])
    with pytest.raises(TypeError):
        packed(replace(whole, encoders={"e": object()}))  # type: ignore[dict-item]


def test_who_leaves_when_somebody_comes_may_be_the_same_person() -> None:
    def there(start: float, end: float) -> Appearance:
        return Appearance(modality="x", vectors={}, start=start, end=end)

    assert not there(0, 1).apart(there(1, 2))
    assert not there(1, 2).apart(there(0, 1))
    assert there(0, 1.5).apart(there(1, 2))
    assert there(0, 0).apart(there(0, 0))
    assert there(0, 2).apart(there(1, 1))


def test_the_second_opinion_of_a_face_is_the_same_after_it_was_put_down(engines: object, people: Path) -> None:
    seen = examine(next(people.rglob("*.jpg")), engines)  # type: ignore[arg-type]
    (back,) = unpacked(packed(seen), [FaceSense()]).appearances
    before = engines.second_opinion(seen.appearances[0])  # type: ignore[attr-defined]
    after = engines.second_opinion(back)  # type: ignore[attr-defined]
    assert before
    assert {name: vector.tobytes() for name, vector in after.items()} == {
        name: vector.tobytes() for name, vector in before.items()
    }
