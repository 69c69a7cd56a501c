"""Which shot a file is a version of, read from its name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.productions.declaration import Unit
from registry.productions.drafts.naming import ShotName, named


@pytest.mark.parametrize(
    ("file", "unit", "version"),
    [
        ("SH010_v003.jpg", "SH010", 3),
        ("SH010_comp_v003.1001.exr", "SH010_comp", 3),
        ("sh010.v12.png", "sh010", 12),
        ("SH010-V2.tif", "SH010", 2),
        ("SC12-040.jpg", "SC12-040", 1),
        ("folder/SH020_v1.jpg", "SH020", 1),
        ("C:\\shots\\SH020_v4.jpg", "SH020", 4),
        ("Mara in the kitchen v2.png", "Mara-in-the-kitchen", 2),
        ("cove2.png", "cove2", 1),
        ("SH030_ver07.jpg", "SH030", 7),
        ("SH030_v000.jpg", "SH030", 1),
        (".jpg", "jpg", 1),
        ("ü.png", "shot", 1),
        ("", "shot", 1),
    ],
)
def test_a_name_says_shot_and_version(file: str, unit: str, version: int) -> None:
    assert named(file) == ShotName(unit, version)


@given(st.text(max_size=200))
def test_whatever_a_file_is_called_its_unit_can_be_declared(file: str) -> None:
    found = named(file)
    Unit(id=found.unit, version=found.version)
