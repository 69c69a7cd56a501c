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


def test_the_promised_rates_lie_in_their_intervals(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts.require("data", parts.lacking_data())
    monkeypatch.setitem(os.environ, "LIKENESS_CACHE", str(tmp_path))
    counts = measure(FACES / "lfw", read(FACES / "lfw_protocol.json"), enrolled=40, strangers=25)
    assert counts.enrolled >= 38
    assert counts.faces == 25
    assert counts.answers["failed"] == counts.answers["match"] == 0
    assert counts.kept("match", "match")
    assert counts.kept("possible", "possible", "match")
