"""A film's proxy and its master: real films, decoded frame by frame, through a check each and the statement about both."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import cv2
import numpy as np
import pytest

from matching.examination import examine
from matching.findings import Appearance
from matching.media.stream import Piece
from matching.modality import Finder
from matching.patience import Patience
from tests.common.clips import clip
from tests.matching.test_copies import PORTRAITS
from tests.registry.checks.conftest import shot
from tests.registry.checks.copies.test_conforms import master_of, stated, verified

SHOTS = ("anselm-pryce", "daniyar-voss", "elias-karamo")
FRAMES = 36  # of each shot, 24 a second


class Nobody(Finder):
    """Watches all of it and finds nobody."""

    modality = "face"
    weights = MappingProxyType({"hue": "0" * 64})

    def find(self, piece: Piece, _patience: Patience, *, every_opinion: bool = False) -> Sequence[Appearance]:
        assert [*piece.frames]
        return ()


@pytest.fixture
def films(fake_matching: Any, desk: Any, tmp_path: Path) -> Callable[..., bytes]:
    """A film of these shots, a second and a half each, at this size. Whoever looks at one finds Alice in it from end to end."""
    usual = fake_matching.examine

    def look(path: Path, *_args: Any, **_options: Any) -> Any:
        seen = examine(path, Nobody())
        stand_in = usual(fake_matching.picture("alice", name="stands-in.jpg"))
        found = tuple(replace(one, start=0.0, end=seen.length) for one in stand_in.appearances)
        return replace(seen, appearances=found, encoders=stand_in.encoders)

    desk._examine = look

    def film(name: str, shots: Sequence[str], size: tuple[int, int], **settings: Any) -> bytes:
        def draw(number: int, width: int, height: int) -> Any:
            picture = PORTRAITS[shots[number // FRAMES]]
            return np.ascontiguousarray(cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA))

        frames = FRAMES * len(shots)
        return clip(tmp_path / name, frames=frames, draw=draw, size=size, **settings).read_bytes()

    return film


@pytest.fixture
def proxy(studio: Any, verified_alice: Any, films: Any) -> Any:
    studio.consent(verified_alice, "alice")
    content = films("proxy.mp4", SHOTS, (240, 240), options={"x264-params": "log-level=none:crf=30"})
    view = studio.check(content, shot(studio, verified_alice.id, "SH1"), "proxy.mp4")
    assert view.verdict == "cleared", view.result
    return view


def test_a_master_of_the_same_shots_has_the_receipt_carried_over(
    studio: Any, proxy: Any, verified_alice: Any, films: Any
) -> None:
    content = films("master.mov", SHOTS, (480, 480), codec="prores_ks", form="yuv422p10le")
    statement = stated(studio, proxy, master_of(studio, verified_alice.id, content))
    assert (statement["lacks"], statement["differs"]) == ([], [])
    assert statement["agrees"][0]["start_ms"] == 0
    assert statement["agrees"][-1]["end_ms"] >= 4400
    assert verified(studio, proxy, statement, content).releases


@pytest.mark.attack("B7.conform-frames")
def test_where_one_shot_is_another_one_nothing_is_carried_over_and_it_says_where(
    studio: Any, proxy: Any, verified_alice: Any, films: Any
) -> None:
    content = films("master.mp4", (SHOTS[0], "greta-holmqvar", SHOTS[2]), (480, 480))
    statement = stated(studio, proxy, master_of(studio, verified_alice.id, content))
    assert "frames" in statement["lacks"]
    assert {one["start_ms"] // 100 for one in statement["differs"]} <= set(range(14, 31))
    assert all(one["end_ms"] <= 3100 for one in statement["differs"])
    assert not verified(studio, proxy, statement, content).releases


@pytest.mark.attack("B7.conform-frames")
def test_shots_in_another_order_and_a_longer_end_are_no_master(
    studio: Any, proxy: Any, verified_alice: Any, films: Any
) -> None:
    for name, shots in {"order.mp4": SHOTS[::-1], "longer.mp4": (*SHOTS, "greta-holmqvar")}.items():
        statement = stated(studio, proxy, master_of(studio, verified_alice.id, films(name, shots, (480, 480))))
        assert {"frames", "unseen"} <= set(statement["lacks"])
