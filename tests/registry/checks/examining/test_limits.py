"""How many checks fit on a machine."""

from pathlib import Path

import pytest

from registry.checks.examining import limits
from registry.checks.examining.limits import NEED, Room, room


@pytest.mark.parametrize(
    ("cores", "memory", "hands"),
    [(1, None, 2), (8, None, 9), (8, 100 * NEED, 9), (8, 3 * NEED, 3), (2, NEED, 1), (2, 0, 1), (1, 2 * NEED, 2)],
)
def test_one_more_than_cores_as_far_as_memory_allows(cores: int, memory: int | None, hands: int) -> None:
    assert Room(cores, memory).hands == hands


def test_what_a_container_may_take_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = tmp_path / "meminfo"
    memory.write_text("MemTotal: 9 kB\nMemAvailable:   24000000 kB\nHugePages_Total: 0\n", encoding="ascii")
    monkeypatch.setattr(limits, "_MEMORY", memory)
    monkeypatch.setattr(limits, "_GROUPS", tmp_path)
    assert room().memory == 24_000_000 * 1024
    (tmp_path / "memory.max").write_text("max\n", encoding="ascii")
    (tmp_path / "memory.current").write_text("1000\n", encoding="ascii")
    assert room().memory == 24_000_000 * 1024
    (tmp_path / "memory.max").write_text("4000000000\n", encoding="ascii")
    (tmp_path / "memory.current").write_text("1000000000\n", encoding="ascii")
    assert room().memory == 3_000_000_000
    memory.unlink()
    (tmp_path / "memory.max").unlink()
    assert room().memory is None
