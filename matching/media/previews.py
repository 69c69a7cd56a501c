"""Pictures within the notes of a picture: previews of cameras and editors, thumbnails in Content Credentials and EXIF.

They are what a folder shows, and some programs before they have read the rest. One that shows the picture itself is harmless;
every other is looked at as well.
"""

import base64
import binascii
import re
import struct
from collections.abc import Iterable, Iterator
from io import BytesIO

from PIL import Image, ImageChops, ImageFilter, ImageStat

from matching.media import jpeg, tiff
from matching.media.contents import TooMany

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

_SIGNS = re.compile(
    rb"\xff\xd8\xff|\x89PNG\r\n\x1a\n|GIF8[79]a|RIFF....WEBP|BM....\0\0\0\0....[\x0c\x28\x38\x40\x6c\x7c]\0\0\0|II[*+]\0|MM\0[*+]",
    re.DOTALL,
)
_IN_TEXT = re.compile(rb"(?:/9j/|iVBORw0KGgo|R0lGOD|UklGR|SUk[qr]|TU0AK)[A-Za-z0-9+/]{128,}")  # the same in base64
_BREAKS = re.compile(rb"&#x[ADad];|\\[nr/]|\s")
_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF")
_LONGEST = 16_000_000  # bytes of one preview
_MOST, _LARGEST = 100, 50_000_000
"""Places of one file where a preview may begin, and pixels of one: more are not looked through. A picture that was put together
ten times, each time with Content Credentials, has some twenty."""

ALIKE = 16
"""Levels of 256, mean of a block of 8 x 8 pixels, by which a preview may differ from the picture. Of the previews of cameras and
editors, rotated and framed ones among them, 85 in 100 differ by less; one with another's face of 17 pixels or more does not."""

_SIDE = 320  # pixels at which they are compared
_BLOCK, _EDGE = 8, 6
_REACH = 2  # pixels by which they may be displaced
_MARGINS = (0.0, 0.01, 0.02, 0.03)  # of the picture's sides, which a preview may lack


def found(notes: Iterable[bytes]) -> Iterator[Image.Image]:
    """Every picture that can be decoded from a place within the notes, each once, without transparency. Raises TooMany."""
    known: set[bytes] = set()
    places = (place for note in notes for place in _places(note))
    for number, data in enumerate(places):
        if number == _MOST:
            raise TooMany
        picture = _decoded(data)
        if picture is not None and (content := picture.tobytes()) not in known:
            known.add(content)
            yield picture


def _places(note: bytes) -> Iterator[bytes]:
    for sign in _SIGNS.finditer(note):
        data = note[sign.start() : sign.start() + _LONGEST]
        if data.startswith((b"II", b"MM")):
            yield from _directories(data)
        else:
            yield data
    for text in _IN_TEXT.finditer(_BREAKS.sub(b"", note)):
        try:
            yield base64.b64decode(text.group()[: len(text.group()) // 4 * 4])
        except binascii.Error:
            continue


def _directories(data: bytes) -> Iterator[bytes]:
    """A TIFF that begins with each directory of this one: EXIF keeps its preview in the second."""
    try:
        order, big, place = tiff.head(data)
        known: set[int] = set()
        waiting = [place]
        while waiting and len(known) < 8:
            place = waiting.pop()
            if place in known or big:
                continue
            known.add(place)
            own = tiff.directory(data, place, order, twice=True)
            yield data[:4] + struct.pack(order + "I", place) + data[8:]
            waiting += [there for there in (own.following, *own.values.get(330, ())) if there]
    except (ValueError, struct.error, OverflowError):
        return


def _decoded(data: bytes) -> Image.Image | None:
    """The picture, where it is one; a JPEG may lack its end."""
    try:
        picture = Image.open(BytesIO(data + jpeg.EOI), formats=_FORMATS)
        if picture.width * picture.height > _LARGEST:
            raise TooMany
        picture.load()
        return picture.convert("RGB")
    except (MemoryError, PermissionError, TooMany):
        raise
    except Exception:  # no picture, after all
        return None


def shows(preview: Image.Image, picture: Image.Image) -> bool:
    """Whether a preview shows the picture: whole, framed by bars, cut to another shape, or turned by quarters."""
    grey = picture.reduce(max(min(picture.size) // (2 * _SIDE), 1)).convert("L")
    turns = [preview, *(preview.transpose(turn) for turn in (Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270))]
    return any(_same(turned.convert("L"), grey) for turned in turns)


def _same(preview: Image.Image, picture: Image.Image) -> bool:
    for part, shown in _frames(picture.size, preview.size):
        wide, high = shown[2] - shown[0], shown[3] - shown[1]
        scale = min(1.0, _SIDE / max(wide, high), picture.width / wide, picture.height / high)
        size = max(round(wide * scale), _BLOCK), max(round(high * scale), _BLOCK)
        small = preview.resize(size, Image.Resampling.BOX, shown)
        for margin in _MARGINS:
            across, down = (part[2] - part[0]) * margin, (part[3] - part[1]) * margin
            inner = part[0] + across, part[1] + down, part[2] - across, part[3] - down
            if _difference(picture.resize(size, Image.Resampling.BOX, inner), small) < ALIKE:
                return True
    return False


def _frames(picture: tuple[int, int], preview: tuple[int, int]) -> Iterator[tuple[Box, Box]]:
    """Which part of the picture which part of the preview may show."""
    whole, all_of_it = (0, 0, *picture), (0, 0, *preview)
    yield whole, all_of_it
    if abs(picture[0] * preview[1] - picture[1] * preview[0]) > picture[0] * preview[1] / 200:
        yield whole, _middle(preview, picture)
        yield _middle(picture, preview), all_of_it


def _middle(size: tuple[int, int], shape: tuple[int, int]) -> Box:
    """The largest part in the middle of `size` that has this shape."""
    wide, high = min(size[0], size[1] * shape[0] / shape[1]), min(size[1], size[0] * shape[1] / shape[0])
    return (size[0] - wide) / 2, (size[1] - high) / 2, (size[0] + wide) / 2, (size[1] + high) / 2


def _difference(one: Image.Image, other: Image.Image) -> int:
    """The most by which any block differs, brightness and contrast made equal, wherever within reach it fits best."""
    one, other = (side.filter(ImageFilter.BoxBlur(1)) for side in (one, other))
    mine, its = ImageStat.Stat(one), ImageStat.Stat(other)
    scale = min(max(mine.stddev[0] / max(its.stddev[0], 1), 0.6), 1.6)
    other = other.point(lambda level: level * scale + mine.mean[0] - scale * its.mean[0])
    least: Image.Image | None = None
    for across in range(-_REACH, _REACH + 1):
        for down in range(-_REACH, _REACH + 1):
            blocks = ImageChops.difference(one, ImageChops.offset(other, across, down)).reduce(_BLOCK)
            least = blocks if least is None else ImageChops.darker(least, blocks)
    assert least is not None
    if min(least.size) > _EDGE:  # what an offset brings in from the other side
        least = least.crop((1, 1, least.width - 1, least.height - 1))
    return max(least.tobytes())
