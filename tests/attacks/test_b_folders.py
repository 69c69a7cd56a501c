"""A folder of frames whose names would write lines of the manifest that its hash is about."""

from pathlib import Path

import pytest

from registry.cli.files import InputError
from registry.cli.folders import packed


@pytest.mark.attack("B6.sequences")
@pytest.mark.parametrize("name", ["a.0001.png\nb", "a\x1b[8m.0001.png"])
def test_a_frame_s_name_is_one_line(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "frames"
    folder.mkdir()
    (folder / name).write_bytes(b"frame")
    with pytest.raises(InputError, match="letters"), packed(folder, None, None):
        pass
