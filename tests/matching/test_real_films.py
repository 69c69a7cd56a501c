"""Films of real people, where the evaluation data are beside the project: who is in them, and nobody else."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import av
import pytest

from matching import examine, thresholds
from matching.face.engines import Engines
from matching.face.findings import FaceSeen
from matching.face.sense import FaceSense
from matching.findings import Appearance, Examination, Picture
from matching.index import MATCH, POSSIBLE, Gallery, answer
from matching.joining import joined
from matching.media import stream
from matching.media.film import film, survey
from matching.media.film.facts import facts_of
from matching.media.film.film import Film
from matching.media.stream import Stretch, plan
from matching.packing import packed, unpacked
from matching.references import templates
from tests.common.clips import clip
from tests.common.parts import DATA

pytestmark = pytest.mark.data
CLIP = DATA / "film" / "short_hamilton_clip.mp4"
PEOPLE = "lin-manuel-miranda", "alex-lacamoire"


def examined(path: Path, engines: Engines, monkeypatch: pytest.MonkeyPatch) -> Examination:
    monkeypatch.setattr(stream, "MEDIA", (Film(), *stream.MEDIA[-1:]))
    return examine(path, engines)


@pytest.mark.parametrize(("name", "seconds"), [("d0", 3.12), ("d18", 7.2)])
def test_a_talking_head_is_one_appearance(
    engines: Engines, monkeypatch: pytest.MonkeyPatch, name: str, seconds: float
) -> None:
    seen = examined(DATA / "film" / "liveportrait" / f"{name}.mp4", engines, monkeypatch)
    (head,) = seen.appearances
    assert (head.start, head.end) == (0.0, pytest.approx(seconds))
    assert head.problem is None
    assert len(head.moments) >= seconds - 1
    assert seen.sampling is not None
    assert seen.sampling.gap < 0.21


def test_both_named_people_are_found_where_they_are(engines: Engines, monkeypatch: pytest.MonkeyPatch) -> None:
    people = [
        (name, templates(examine(CLIP.with_suffix(f".{name}.png"), engines, every_opinion=True).appearances[:1]))
        for name in PEOPLE
    ]
    seen = examined(CLIP, engines, monkeypatch)
    found = answer(seen.appearances, Gallery(people, generation=1), thresholds.load(), engines.second_opinion)
    who = {one.candidates[0].subject for one in found if one.answer in (MATCH, POSSIBLE)}
    assert who == set(PEOPLE)
    assert not any(one.problem == "face.changes" for one in seen.appearances)


def with_cuts(path: Path, seconds: float, monkeypatch: pytest.MonkeyPatch) -> tuple[Stretch, ...]:
    """How a film is cut in stretches of so many seconds at least."""
    for name, least in (("_FIRST", seconds), ("STRETCH", seconds), ("LEAST", 0)):
        monkeypatch.setattr(survey, name, least)
    monkeypatch.setattr(film, "UNCUT", 0)
    with path.open("rb") as file:
        told = survey.survey(file, "MP4", film.FRAME_LIMIT, 10_000)
    cuts = {name: tuple(told[name]) for name in ("cuts", "begins", "before")}
    monkeypatch.setattr(film, "facts_of", lambda *asked: replace(facts_of(*asked), **cuts))
    return plan(path)


@pytest.mark.slow
def test_however_a_crowd_is_cut_the_same_people_are_found(
    engines: Engines, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A clip of a crowd in the dark, of four shots, in 1, 3 and 17 stretches: bit by bit the same."""
    path = clip(
        tmp_path / "crowd.mp4",
        frames=275,
        rate=30,
        size=(640, 360),
        draw=pictures_of(CLIP),
        options={"preset": "fast", "crf": "18", "x264-params": "log-level=none:keyint=8:scenecut=0:bframes=0"},
    )
    whole = examined(path, engines, monkeypatch)
    assert len(whole.appearances) > 15
    for seconds, count in ((3.0, 3), (0.5, 17)):
        stretches = with_cuts(path, seconds, monkeypatch)
        assert len(stretches) >= count
        parts = [unpacked(packed(examine(path, engines, stretch=one)), [FaceSense()]) for one in stretches]
        cut = joined(parts, {"face": FaceSense()})
        assert list(map(told_of, cut.appearances)) == list(map(told_of, whole.appearances))
        assert cut.sampling == whole.sampling


def told_of(one: Appearance) -> tuple[object, ...]:
    assert isinstance(one, FaceSeen)
    vectors = [(name, vector.tobytes()) for name, vector in one.vectors.items()]
    return one.ref, one.start, one.end, one.problem, one.track, one.box, [m.time for m in one.moments], vectors


def pictures_of(path: Path) -> Callable[[int, int, int], Picture]:
    with av.open(str(path)) as opened:
        every = [frame.to_ndarray(format="rgb24") for frame in opened.decode(video=0)]
    return lambda number, _width, _height: every[number]
