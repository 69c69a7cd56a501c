"""Frames of a film at given times, as whoever watches it sees them."""

from pathlib import Path
from typing import Any

import pytest

from matching.media.film.film import stills
from matching.reasons import Undecidable
from tests.common.clips import clip, number_of
from tests.matching.test_films import FORMATS


@pytest.mark.parametrize("name", ["h264.mp4", "h264.mkv", "prores.mxf", "mjpeg.avi"])
def test_each_is_the_frame_of_its_time(tmp_path: Path, name: str) -> None:
    settings: dict[str, Any] = {"frames": 60, **FORMATS[name]}
    path = clip(tmp_path / name, **settings)
    rate = settings.get("rate", 24)
    found = stills(path, [0.0, *(at / rate - 0.01 for at in (17, 17, 59))])
    assert [number_of(one) for one in found] == [0, 17, 17, 59]


def test_behind_the_end_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(Undecidable):
        stills(clip(tmp_path / "a.mp4"), [0.5, 9.0])


def test_of_what_is_no_film_there_are_none(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("nothing")
    assert stills(tmp_path / "a.txt", [0.0]) == []
