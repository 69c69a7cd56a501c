"""What a reviewer of a copy sees of a film: its moments that agree best, with nobody recognisable."""

import io
from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
from PIL import Image

from matching.copies.search import SameFrames
from matching.reasons import Undecidable
from registry.checks.copies.search import _moments
from registry.checks.examining.looking import Eyes
from registry.checks.examining.matched import matched
from registry.checks.examining.preview import preview
from tests.common.squares import SquareSeen

FILM: Any = SimpleNamespace


def examination() -> Any:
    from matching.findings import Examination

    shown = np.zeros((20, 20, 3), np.uint8)
    seen = SquareSeen(modality="face", vectors={}, start=0.0, end=10.0, box=(20, 20, 20, 20), shown=shown)
    return Examination(
        sha256="0" * 64, size=1, media="video", format="MP4", width=100, height=60, appearances=(seen,), encoders={},
        length=10.0,
    )  # fmt: skip


def stills(times: Sequence[float]) -> list[Any]:
    chequers = np.indices((60, 100)).sum(axis=0) % 2 * 255
    return [np.dstack([chequers.astype(np.uint8)] * 3) for _ in times]


EYES = Eyes(lambda: None, picture=preview)  # type: ignore[arg-type]


def test_the_moments_lie_beside_each_other_with_everybody_blotted_out() -> None:
    shown = matched(EYES, examination(), (1.0, 4.0, 7.5), stills)
    assert shown is not None
    picture = np.asarray(Image.open(io.BytesIO(shown)).convert("L")).astype(int)
    assert picture.shape == (60, 3 * 100 + 2 * 8)
    for left in (0, 108, 216):
        assert picture[22:38, left + 22 : left + 38].std() < 20  # somebody
        assert picture[2:12, left + 60 : left + 90].std() > 60  # the rest as it is


def test_without_moments_or_where_they_cannot_be_decoded_there_is_nothing() -> None:
    def broken(_times: Sequence[float]) -> list[Any]:
        raise Undecidable("decoder.failed", name="a")

    assert matched(EYES, examination(), (), stills) is None
    assert matched(EYES, examination(), (1.0,), broken) is None
    assert matched(EYES, examination(), (1.0,), lambda _times: []) is None
    assert matched(EYES, replace(examination(), media="image"), (0.0,), stills) is None


def test_shown_are_the_best_frames_of_those_that_show_who_may_not_be_used() -> None:
    person = {"pseudonym": "P1", "answer": "match", "verdict": "blocked", "boxes": [{"start": 50.0, "end": 60.0}]}
    checks = {
        "blocked": SimpleNamespace(state="decided", decision={"persons": [person]}),
        "cleared": SimpleNamespace(state="decided", decision={"persons": [person | {"verdict": "cleared"}]}),
    }
    session: Any = SimpleNamespace(get=lambda _table, name: checks.get(name))

    def same(at: float, other: float, apart: int) -> SameFrames:
        return SameFrames(at, at + 0.5, other, other + 0.5, apart)

    frames = [same(3, 10, 0), same(20, 51, 9), same(20.4, 51.4, 2), same(24, 55, 5), same(27, 58, 20), same(29, 60, 7)]
    agreeing = {"cleared": [same(1, 50, 0)], "blocked": frames, "gone": [same(2, 50, 0)]}
    assert _moments(session, agreeing) == (20.4, 24, 29)
