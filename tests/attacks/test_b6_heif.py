"""Whatever an AVIF or HEIC file holds: every picture of it is seen, or it is undecided."""

import io
import random
from pathlib import Path

import numpy as np
import pillow_heif
import pytest
from PIL import Image

from matching import examine
from matching.face.engines import Engines
from matching.media.picture import Decoded, decode
from matching.reasons import Undecidable
from tests.common.clips import number_of, numbered
from tests.common.moving import portrait, set_, with_

pillow_heif.register_heif_opener()
FORMS = ("AVIF", "HEIF")


def saved(form: str, picture: Image.Image, **options: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, form, quality=90, **options)
    return file.getvalue()


def counted(number: int) -> Image.Image:
    return Image.fromarray(numbered(number))


def decoded(folder: Path, content: bytes) -> Decoded:
    path = folder / "a.mp4"
    path.write_bytes(content)
    return decode(path)


def refusal(folder: Path, content: bytes) -> str:
    with pytest.raises(Undecidable) as caught:
        decoded(folder, content)
    return caught.value.reason


@pytest.mark.attack("B6.heif")
@pytest.mark.parametrize("form", FORMS)
def test_who_is_in_the_picture_is_found(models: Path, tmp_path: Path, form: str) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(saved(form, Image.fromarray(with_(set_(), portrait("mara-lind"), 320, 180, 200))))
    found = examine(path, Engines())
    assert (found.media, found.format, len(found.appearances)) == ("image", form, 1)


@pytest.mark.attack("B6.heif")
@pytest.mark.parametrize("form", FORMS)
def test_what_lies_under_transparency_is_seen_as_well(tmp_path: Path, form: str) -> None:
    picture = counted(77)
    picture.putalpha(Image.fromarray(np.tile(np.linspace(0, 255, 192).astype(np.uint8), (108, 1))))
    found = decoded(tmp_path, saved(form, picture))
    assert found.names == ("shown", "ground", "ground")
    assert number_of(found.views[-1]) == 77


@pytest.mark.attack("B6.heif")
@pytest.mark.parametrize("form", FORMS)
def test_more_than_the_picture_is_undecided(tmp_path: Path, form: str) -> None:
    content = saved(form, counted(1))
    box = (5008).to_bytes(4, "big") + b"free" + bytes(range(1, 251)) * 20
    strange = (5008).to_bytes(4, "big") + b"uuid" + bytes(5000)
    assert decoded(tmp_path, content).names == ("shown",)
    assert refusal(tmp_path, content + box) == "picture.more-than-a-picture"
    assert refusal(tmp_path, content + strange) == "picture.damaged"
    assert refusal(tmp_path, content + b"PK\3\4") == "picture.damaged"
    for part in (2, 3, 4):
        assert refusal(tmp_path, content[: len(content) * part // 5]) in ("picture.damaged", "picture.unknown-format")
    deep = content.replace(b"\x03\x08\x08\x08", b"\x03\x0a\x0a\x0a")
    if deep != content:
        assert refusal(tmp_path, deep) in ("picture.too-many-views", "picture.damaged", "picture.unknown-format")


@pytest.mark.attack("B6.heif")
def test_other_pictures_of_a_file_are_undecided_hidden_ones_too(tmp_path: Path) -> None:
    others = {"save_all": True, "append_images": [counted(2000)]}
    several = saved("HEIF", counted(1), **others)
    assert refusal(tmp_path, several) == "picture.several-pages"
    for place in (several.index(b"infe"), several.rindex(b"infe")):
        hidden = several[: place + 7] + b"\1" + several[place + 8 :]
        assert refusal(tmp_path, hidden) in ("picture.several-pages", "picture.unknown-format")
    assert refusal(tmp_path, saved("AVIF", counted(1), **others)) == "picture.several-pages"
    small = pillow_heif.from_pillow(Image.fromarray(set_()))
    small.info["thumbnails"] = [200]
    file = io.BytesIO()
    small.save(file, quality=90)
    assert decoded(tmp_path, file.getvalue()).names == ("shown",)


@pytest.mark.attack("B6.heif")
@pytest.mark.parametrize("count", [20, pytest.param(300, marks=pytest.mark.trial)])
def test_a_damaged_file_is_seen_or_undecided(tmp_path: Path, count: int) -> None:
    lots = random.Random(13)
    whole = [saved(form, counted(9)) for form in FORMS]
    reasons = set[str]()
    for number in range(count):
        content = bytearray(whole[number % 2])
        place = lots.randrange(len(content))
        if number % 4 < 2:
            del content[place : place + lots.randrange(1, 400)]
        else:
            content[place] ^= 1 << lots.randrange(8)
        try:
            found = decoded(tmp_path, bytes(content))
        except Undecidable as refused:
            reasons.add(refused.reason)
            continue
        assert min(found.views[0].shape[:2]) > 0
    assert reasons
    assert "decoder.timeout" not in reasons
