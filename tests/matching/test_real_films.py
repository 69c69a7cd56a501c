"""Films of real people, where the evaluation data are beside the project: who is in them, and nobody else."""

from pathlib import Path

import pytest

from matching import examine, thresholds
from matching.face.engines import Engines
from matching.findings import Examination
from matching.index import MATCH, POSSIBLE, Gallery, answer
from matching.media import stream
from matching.media.film.film import Film
from matching.references import templates
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
