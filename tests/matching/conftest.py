"""Engines loaded once, drawn pictures, and the demo's people, who do not exist."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from matching.face.engines import Engines
from tests.common.parts import PICTURES

Save = Callable[..., Path]


@pytest.fixture(scope="session")
def engines(models: Path) -> Engines:
    return Engines()


@pytest.fixture(scope="session")
def people() -> Path:
    """Folders of portraits, five of each person who does not exist."""
    return PICTURES / "people"


@pytest.fixture(scope="session")
def scenes() -> Path:
    return PICTURES / "scenes"


@pytest.fixture
def noise() -> Image.Image:
    """A drawn picture of 160 x 120 in which nobody is."""
    pixels = np.random.default_rng(7).integers(0, 255, (30, 40, 3), dtype=np.uint8)
    return Image.fromarray(pixels).resize((160, 120))


@pytest.fixture
def save(tmp_path: Path, noise: Image.Image) -> Save:
    """Write a picture under a name and say where it lies; keywords go to Pillow."""

    def write(name: str, picture: Image.Image | None = None, **options: object) -> Path:
        path = tmp_path / name
        (noise if picture is None else picture).save(path, **options)
        return path

    return write
