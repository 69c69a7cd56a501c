"""One file -> everything that somebody may see in it, or the reason why it cannot be looked at."""

import struct
from collections.abc import Callable, Iterator
from io import BytesIO

from PIL import Image, UnidentifiedImageError

from matching.media import (
    bmp,
    colours,
    gain,
    gif,
    heif,
    jpeg,
    notes,
    png,
    previews,
    scans,
    stored,
    strips,
    tiff,
    views,
    webp,
    whole,
)
from matching.media.contents import Contents, TooMany, filled
from matching.media.gain import Gain
from matching.media.heif import Heif
from matching.media.jpeg import Jpeg
from matching.media.lcms import NoProfile
from matching.media.tiff import Tiff
from matching.media.views import Gathered, View

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP", "AVIF", "HEIF")
PICTURES = 3  # of one file
WHOLE = 3
"""So many times the largest picture may all views of one have together, in pixels."""

READERS: dict[str, Callable[[bytes], Contents]] = {
    "JPEG": jpeg.read,
    "MPO": jpeg.read,
    "PNG": png.read,
    "WEBP": webp.read,
    "GIF": gif.read,
    "TIFF": tiff.read,
    "BMP": bmp.read,
    "AVIF": heif.read,
    "HEIF": heif.read,
}
_ONE = ("JPEG", "MPO", "AVIF", "HEIF")  # in which the other pictures are found by themselves
# What some programs put behind a picture: Samsung's cameras the time, Photo Mechanic what was written about it.
_TRAILERS = (b"SEFT", b"cbipcbbl")
_ORIENTATION, _ACROSS, _DOWN, _EXIF, _INTEROPERABILITY, _COLOURS = 0x0112, 0x011A, 0x011B, 0x8769, 0xA005, 0xA001
_SQUARE = 1.1  # how many times wider than high a pixel may be and count as square


class Refused(Exception):
    """The picture cannot be shown; the arguments are the reason's id and parameters."""


def look(data: bytes, pixels: int, side: int) -> tuple[str, list[View]]:
    """The picture's format and its views. pixels, side: how many it may have, in all and across or down. Raises Refused."""
    Image.MAX_IMAGE_PIXELS = None  # the limits below are ours, exact, and checked before anything is decoded
    try:
        picture = Image.open(BytesIO(data), formats=FORMATS)
        form = str(picture.format)
        if picture.width * picture.height > pixels:
            sides = {"width": picture.width, "height": picture.height}
            raise Refused("picture.too-many-pixels", {**sides, "limit": pixels // 1_000_000})
        if max(picture.size) > side:
            raise Refused("picture.too-long", {"width": picture.width, "height": picture.height, "limit": side})
        return form, _views(data, picture, form, WHOLE * pixels)
    except UnidentifiedImageError:
        raise Refused("picture.unknown-format", {}) from None
    except NoProfile:
        raise Refused("picture.profile", {}) from None
    except TooMany:
        raise Refused("picture.too-many-views", {}) from None
    except (Refused, MemoryError, PermissionError):  # the last two are the walls, not the picture
        raise
    except Exception as error:  # whatever a decoder trips over: the picture is not looked at
        raise Refused("picture.damaged", {}) from error


def _views(data: bytes, picture: Image.Image, form: str, most: int) -> list[View]:
    pages = png.frames(data) if form == "PNG" else 1 if form in _ONE else getattr(picture, "n_frames", 1)
    if pages > 1:
        raise Refused(
            *(
                ("picture.several-pages", {"pages": pages})
                if form == "TIFF"
                else ("picture.animation", {"frames": pages})
            )
        )
    contents = READERS[form](data)
    if isinstance(contents, Heif) and contents.sequence:
        raise Refused("picture.several-pages", {"pages": max(pages, 2)})
    others = list(_others(data, contents)) if isinstance(contents, Jpeg) else []
    _account(data, contents, others)
    if not is_whole(data, contents) or not all(scans.are_whole(other, parts) for other, parts in others):
        raise Refused("picture.damaged", {})
    found, turn = _first(data, picture, contents, most)
    for other, parts in others:
        _add_other(found, Image.open(BytesIO(other), formats=("JPEG",)), gain.of(parts), turn, 1 + len(others))
    if isinstance(contents, Heif):
        _add_items(found, data, contents, form, turn)
    every = [contents, *(parts for _, parts in others)]
    for preview in previews.found(note for parts in every for note in notes.everything(parts)):
        _add_preview(found, views.upright(preview, turn))
    return found.views


def _others(data: bytes, contents: Jpeg) -> Iterator[tuple[bytes, Jpeg]]:
    """The other pictures of a camera's multi-picture file (CIPA DC-007): what another eye saw, a preview, a gain map."""
    pages = jpeg.pages(contents)
    if pages > PICTURES:
        raise Refused("picture.several-pages", {"pages": pages})
    place = contents.end
    for _ in range(1, pages):
        start = data.find(jpeg.SOI, place)
        if start < 0 or filled(data[place:start]):
            return
        parts = jpeg.read(data[start:])
        place = start + parts.end
        yield data[start:place], parts


def _account(data: bytes, contents: Contents, others: list[tuple[bytes, Jpeg]]) -> None:
    end = contents.end
    for other, _ in others:
        end = data.index(other, end) + len(other)
    behind = data[end:]
    if behind.rstrip(b"\0").endswith(_TRAILERS):
        contents.unknown.append(behind)
        behind = b""
    every = [contents, *(parts for _, parts in others)]
    if more := filled(behind) + sum(parts.surplus + notes.strange(parts) for parts in every):
        raise Refused("picture.more-than-a-picture", {"bytes": more})


def is_whole(data: bytes, contents: Contents) -> bool:
    """Whether all of the picture's coded data are there and used. Raises what a decoder raises."""
    if isinstance(contents, Jpeg):
        return scans.are_whole(data[: contents.end], contents)
    if isinstance(contents, Tiff):
        return strips.are_whole(data, contents)
    if "IHDR" in contents.says:
        return whole.png(data, contents)
    if data.startswith(b"GIF"):
        return whole.gif(data, contents)
    if data.startswith(b"RIFF"):
        return whole.webp(data, contents)
    return True  # a bitmap's length follows from its sides


def _first(data: bytes, picture: Image.Image, contents: Contents, most: int) -> tuple[Gathered, int]:
    """The views of the picture that is shown, and how it is turned."""
    read = stored.numbers(picture, data, contents)
    exif = _exif(picture)  # of the loaded picture: Pillow turns a TIFF itself
    other = stored.otherwise(read, data, contents)
    adobe = exif.get(_COLOURS) == 2 or exif.get(_INTEROPERABILITY) == "R03"
    spaces = colours.spaces(contents, read.upper.mode, adobe=adobe, deep=read.lower is not None)
    readings = [read] if other is None else [read, other]
    turn = exif.get(_ORIENTATION, 1)
    turn = turn if isinstance(turn, int) and turn in range(1, 9) else 1
    return views.of(readings, spaces, set(aspects(data, contents, exif)), turn, most), turn


def _exif(picture: Image.Image) -> dict[int, object]:
    """What EXIF says of the picture's place, sides and colours; nothing where it is broken, as viewers have it."""
    try:
        exif = picture.getexif()
        inner = exif.get_ifd(_EXIF)
        found = {tag: exif.get(tag) for tag in (_ORIENTATION, _ACROSS, _DOWN) if tag in exif}
        return {**found, _COLOURS: inner.get(_COLOURS), _INTEROPERABILITY: exif.get_ifd(_INTEROPERABILITY).get(1)}
    except (MemoryError, PermissionError):  # the walls, not the picture
        raise
    except Exception:
        return {}


def aspects(data: bytes, contents: Contents, exif: dict[int, object]) -> Iterator[float]:
    """How much wider than high a pixel is by each part of the file that says so: viewers pay no heed to it, editors do."""
    densities: list[tuple[float, float]] = []
    if len(points := contents.says.get("pHYs", b"")) == 9:
        densities.append(struct.unpack(">II", points[:8]))
    if len(header := contents.says.get("jfif", b"")) >= 7:
        densities.append(struct.unpack(">HH", header[3:7]))
    if data.startswith(b"BM") and data[14] >= 40:
        densities.append(struct.unpack("<II", data[38:46]))
    if data.startswith(b"GIF") and data[12]:
        densities.append((64.0, data[12] + 15.0))
    try:
        densities.append((float(exif[_ACROSS]), float(exif[_DOWN])))  # type: ignore[arg-type]
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        pass
    for across, down in densities:
        if across > 0 and down > 0 and not 1 / _SQUARE <= down / across <= _SQUARE:
            yield round(down / across, 2) or 0.01


def _add_other(found: Gathered, other: Image.Image, brightness: Gain | None, turn: int, pages: int) -> None:
    first = found.views[0][1]
    if brightness:
        found.add("brighter", gain.applied(first, views.upright(other, turn), brightness))
        return
    own = _exif(other).get(_ORIENTATION)
    shown = views.upright(other.convert("RGB"), own if isinstance(own, int) else turn)
    scale = min(first.width / shown.width, first.height / shown.height)
    if scale < 1:  # made smaller, somebody in it might be seen no more
        raise Refused("picture.several-pages", {"pages": pages})
    ground = Image.new("RGB", first.size)
    ground.paste(shown.resize((round(shown.width * scale), round(shown.height * scale))))
    found.add("picture", ground, always=True)


def _add_items(found: Gathered, data: bytes, contents: Heif, form: str, turn: int) -> None:
    """The other pictures of the file: a thumbnail that shows the first is harmless, whatever is smaller and does not cannot be
    looked at beside it."""
    for number in contents.others:
        other = Image.open(BytesIO(heif.shown(data, contents, number)), formats=(form,)).convert("RGB")
        if not previews.shows(views.upright(other, turn), found.views[0][1]):
            raise Refused("picture.several-pages", {"pages": 1 + len(contents.others)})


def _add_preview(found: Gathered, preview: Image.Image) -> None:
    others = [found.views[0][1], *(view for name, view in found.views if name == "preview")]
    if not any(previews.shows(preview, other) for other in others):
        found.add("preview", preview)
