"""Rules that are not there must not read as a yes."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from consent.clearance import decide, ruleset
from consent.rulesets import FILES

CASE: dict[str, Any] = {
    "check_date": "2026-11-22",
    "production": {"id": "PR-1", "kind": "series", "commissioner": "other"},
    "asset": {"media": "image", "stage": "final", "element": "background_art"},
}


def test_every_file_of_rules_is_listed() -> None:
    assert sorted(file.name for file in ruleset.FOLDER.glob("*.toml")) == sorted(FILES)


@pytest.mark.parametrize("name", ["registry.toml", "us_ny_likeness.toml"])
def test_a_missing_file_of_rules_decides_nothing(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert decide(CASE).status == "decided"
    shutil.copytree(ruleset.FOLDER, tmp_path / "rulesets")
    (tmp_path / "rulesets" / name).unlink()
    monkeypatch.setattr(ruleset, "FOLDER", tmp_path / "rulesets")
    ruleset.shipped.cache_clear()
    try:
        assert decide(CASE).as_dict()["status"] == "cannot_decide"
    finally:
        ruleset.shipped.cache_clear()
