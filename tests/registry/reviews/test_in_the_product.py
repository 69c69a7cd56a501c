"""Strangers from real photographs, through the product as it runs: hardly anybody is named or sent to review.

The full count is `python -m benchmarks.product`.
"""

import os
from pathlib import Path

import pytest

from benchmarks.product import measure
from matching.measurement import read
from tests.common import parts

FACES = Path(__file__).parents[4] / "shared" / "data" / "faces"

pytestmark = pytest.mark.data


@pytest.mark.parametrize(("enrolled", "strangers"), [(14, 10), pytest.param(40, 25, marks=pytest.mark.trial)])
def test_the_promised_rates_lie_in_their_intervals(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, enrolled: int, strangers: int
) -> None:
    parts.require("data", parts.lacking_data())
    monkeypatch.setitem(os.environ, "LIKENESS_CACHE", str(tmp_path))
    counts = measure(FACES / "lfw", read(FACES / "lfw_protocol.json"), enrolled=enrolled, strangers=strangers)
    assert counts.enrolled >= 0.95 * enrolled
    assert counts.faces == strangers
    assert counts.answers["failed"] == counts.answers["match"] == 0
    assert counts.kept("match", "match")
    assert counts.kept("possible", "possible", "match")
