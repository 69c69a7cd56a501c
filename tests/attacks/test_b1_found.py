"""From the file to the answer: who shows in another view than the plain one is found, at their place, and once."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from matching.examination import examine
from matching.face.engines import Engines
from matching.face.findings import FaceSeen
from tests.attacks.notes import exif_with
from tests.attacks.pictures import curve, lower_bits, matrix, profile, saved, xyz
from tests.common.parts import PICTURES

WIDE_GAMUT = {  # linear, as ProPhoto RGB's are: primaries adapted to D50, gamma 1.8
    b"r": (0.7977, 0.2880, 0.0),
    b"g": (0.1352, 0.7119, 0.0),
    b"b": (0.0313, 0.0001, 0.8249),
}


@pytest.fixture(scope="module")
def engines(models: Path) -> Engines:
    return Engines()


@pytest.fixture(scope="module")
def somebody() -> Image.Image:
    folder = next(path for path in sorted((PICTURES / "people").iterdir()) if path.is_dir())
    return Image.open(folder / "1.jpg").convert("RGB")


@pytest.fixture(scope="module")
def plain(engines: Engines, somebody: Image.Image, tmp_path_factory: pytest.TempPathFactory) -> FaceSeen:
    path = tmp_path_factory.mktemp("plain") / "plain.png"
    somebody.save(path)
    (face,) = examine(path, engines).appearances
    return face


def alike(one: FaceSeen, other: FaceSeen) -> float:
    return max(float(one.vectors[name] @ other.vectors[name]) for name in one.vectors.keys() & other.vectors.keys())


@pytest.mark.parametrize(
    ("form", "options"),
    [("PNG", {}), ("WEBP", {"lossless": True}), ("TIFF", {"compression": "tiff_lzw"})],
)
@pytest.mark.attack("B1.tone-curve")
def test_whom_only_a_tone_curve_shows_is_found(engines, somebody, plain, tmp_path, form, options):
    scene = Image.open(PICTURES / "scenes" / "nobody-hills.jpg").convert("RGB").resize(somebody.size)
    numbers = (np.asarray(scene) & 0xF0) | (np.asarray(somebody) >> 4)
    path = tmp_path / "a"
    path.write_bytes(saved(Image.fromarray(numbers), form, icc_profile=matrix(lower_bits()), **options))
    assert any(alike(face, plain) > 0.8 for face in examine(path, engines).appearances if face.vectors)


@pytest.mark.attack("B2.preview-of-exif")
def test_whom_only_a_preview_shows_is_found(engines, somebody, plain, tmp_path):
    scene = Image.open(PICTURES / "scenes" / "nobody-hills.jpg").convert("RGB")
    path = tmp_path / "a.jpg"
    preview = saved(somebody.resize((160, 160), Image.Resampling.LANCZOS), "JPEG", quality=85)
    scene.save(path, exif=b"Exif\0\0" + exif_with(preview))
    assert any(alike(face, plain) > 0.6 for face in examine(path, engines).appearances if face.vectors)


@pytest.mark.attack("B1.narrow-pixels")
def test_whoever_is_seen_narrowed_lies_where_they_lie_in_the_picture(engines, somebody, plain, tmp_path):
    path = tmp_path / "a.png"
    wide = somebody.resize((somebody.width * 6, somebody.height), Image.Resampling.BICUBIC)
    wide.save(path, dpi=(600, 100))
    faces = [face for face in examine(path, engines).appearances if face.vectors and alike(face, plain) > 0.8]
    assert faces
    x, y, width, height = plain.box
    assert faces[0].box == pytest.approx((6 * x, y, 6 * width, height), abs=40)


def test_a_portrait_in_a_wide_space_is_one_face(engines, somebody, plain, tmp_path):
    """Read plainly it is paler, and looked at too; it is the same face."""
    linear = np.asarray(somebody, float) / 255
    linear = np.where(linear <= 0.04045, linear / 12.92, ((linear + 0.055) / 1.055) ** 2.4)
    to_xyz = np.array([(0.4360, 0.2225, 0.0139), (0.3851, 0.7169, 0.0971), (0.1431, 0.0606, 0.7141)])
    wide = np.clip(linear @ to_xyz @ np.linalg.inv(np.array(list(WIDE_GAMUT.values()))), 0, 1) ** (1 / 1.8)
    tags = {name + b"XYZ": xyz(values) for name, values in WIDE_GAMUT.items()}
    tags |= {name + b"TRC": curve([round(65_535 * (step / 255) ** 1.8) for step in range(256)]) for name in WIDE_GAMUT}
    path = tmp_path / "a.png"
    path.write_bytes(saved(Image.fromarray((wide * 255).round().astype(np.uint8)), "PNG", icc_profile=profile(tags)))
    (face,) = examine(path, engines).appearances
    assert alike(face, plain) > 0.95
