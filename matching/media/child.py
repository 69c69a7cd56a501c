"""The decoding child: a script of its own, started as `python -I -S -B child.py FOLDER_OF_PILLOW LIMITS`.

Standard input is the file, standard output the answer: one line of JSON padded to `HEADER` bytes, then the
pixels of each view, RGB, of the sides that the line says. It trusts nothing that it reads, and nobody trusts what it writes: the parent
checks every number.
"""

import json
import math
import sys
from pathlib import Path
from typing import Any, cast

HEADER = 4096
WHOLE = 3  # so many times the largest picture may all views of one have together, in pixels
PICTURES = 3
NAMES = ("shown", "ground", "picture")
"""What a view is: the picture as most people see it, over another ground or without its transparency, another picture of
the file."""
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP")
ORIENTATION = 0x0112
FEW, ROUNDS, DIM = 500, 8, 64


class Refused(Exception):
    """The picture cannot be shown; the arguments are the reason's id and parameters."""


def main() -> None:
    limits = json.loads(sys.argv[2])
    walls = confine(memory=limits["memory"], output=limits["output"], seconds=limits["seconds"], descriptors=3)
    if not walls["no_network"]:
        answer({"reason": "decoder.not-isolated", "params": {}, "walls": walls})
        return
    try:
        form, views = decode(limits["pixels"])
    except Refused as refused:
        reason, params = refused.args
        answer({"reason": reason, "params": params, "walls": walls})
        return
    header = {"format": form, "views": [(name, view.width, view.height) for name, view in views]}
    answer({**header, "walls": walls}, *(view for _, view in views))


def answer(header: dict[str, Any], *views: "Image.Image") -> None:
    out = sys.stdout.buffer
    out.write(json.dumps(header).encode().ljust(HEADER))
    for view in views:
        out.write(view.tobytes())
    out.flush()


def decode(limit: int) -> "tuple[str, list[tuple[str, Image.Image]]]":
    """The picture's format and its views by name; raises `Refused`."""
    Image.MAX_IMAGE_PIXELS = None  # the limit below is ours, exact, and checked before anything is decoded
    try:
        picture = Image.open(sys.stdin.buffer, formats=FORMATS)
        if picture.width * picture.height > limit:
            params = {"width": picture.width, "height": picture.height, "limit": limit // 1_000_000}
            raise Refused("picture.too-many-pixels", params)
        views, starts = pictures(picture)
        account_for_every_part(picture, starts)
        return str(picture.format), views
    except UnidentifiedImageError:
        raise Refused("picture.unknown-format", {}) from None
    except (Refused, MemoryError, PermissionError):  # the last two are the walls, not the picture
        raise
    except Exception as error:  # whatever a decoder trips over: the picture is not looked at
        raise Refused("picture.damaged", {}) from error


def pictures(picture: "Image.Image") -> "tuple[list[tuple[str, Image.Image]], list[int]]":
    """The views by name of every picture in the file, and where in the file each picture starts.

    Only a camera's multi-picture file may hold several: what another eye saw, a preview, what brightens the first.
    """
    pages = getattr(picture, "n_frames", 1)
    if pages > 1 and picture.format not in ("TIFF", "MPO"):
        raise Refused("picture.animation", {"frames": pages})
    if pages > PICTURES or (pages > 1 and picture.format == "TIFF"):
        raise Refused("picture.several-pages", {"pages": pages})
    fine = low_bytes(picture)
    picture.load()
    turn, pixels = orientation(picture, 1), picture.width * picture.height
    seen = [upright(view, turn) for view in as_seen(spread(picture, fine) if fine else picture)]
    views, starts = [("ground" if number else "shown", view) for number, view in enumerate(seen)], [0]
    for page in range(1, pages):
        picture.seek(page)
        if picture.width * picture.height > pixels:
            raise Refused("picture.several-pages", {"pages": pages})
        starts.append(picture.offset)  # type: ignore[attr-defined]  # of a multi-picture file
        other = upright(picture.convert("RGB"), orientation(picture, turn))
        views.append(("picture", beside(seen[0], other, pages)))
    return views, starts


def beside(first: "Image.Image", other: "Image.Image", pages: int) -> "Image.Image":
    """Another picture of the file, as large as the first allows, so that one place in both is one place of the scene. One
    that would have to be made smaller, and might be seen no more, is refused.
    """
    scale = min(first.width / other.width, first.height / other.height)
    if scale < 1:
        raise Refused("picture.several-pages", {"pages": pages})
    ground = Image.new("RGB", first.size)
    ground.paste(other.resize((round(other.width * scale), round(other.height * scale))))
    return ground


def account_for_every_part(picture: "Image.Image", starts: list[int]) -> None:
    sys.stdin.buffer.seek(0)
    data = sys.stdin.buffer.read()
    if picture.format == "PNG" and (frames := png_frames(data)) > 1:
        raise Refused("picture.animation", {"frames": frames})
    if more := surplus(data, str(picture.format), starts):
        raise Refused("picture.more-than-a-picture", {"bytes": more})


def as_seen(picture: "Image.Image") -> "list[Image.Image]":
    """Every way in which somebody may see the picture.

    A picture with transparency is seen over white, over black and with its transparency ignored: a face
    that shows in one of the three must not hide in the others.
    """
    if picture.has_transparency_data:
        layered = picture.convert("RGBA")
        opaque = layered.convert("RGB")
        if layered.getchannel("A").getextrema() == (255, 255):
            return [opaque]
        grounds = [Image.new("RGB", picture.size, colour) for colour in ("white", "black")]
        for ground in grounds:
            ground.paste(opaque, mask=layered.getchannel("A"))
        return [*grounds, opaque]
    if picture.mode.startswith(("I", "F")):
        return [stretched(picture).convert("RGB")]
    return [picture.convert("RGB")]


def low_bytes(picture: "Image.Image") -> "Image.Image | None":
    """The lower 8 bits of a picture in colours of 16 bits, of which Pillow reads the upper 8; None for every other picture.

    They are what Pillow reads when it is told that the bytes of each number stand the other way round; of grey with
    transparency, that each pixel's four bytes are four colours.
    """
    tiles = picture.tile  # type: ignore[attr-defined]  # of a picture that was opened and not loaded
    modes = [tile.args if isinstance(tile.args, str) else tile.args[0] for tile in tiles]
    if picture.mode.startswith("I") or not all(isinstance(mode, str) and mode[-3:-1] == "16" for mode in modes):
        return None
    swapped = {"B": "L", "L": "B", "N": "B" if sys.byteorder == "little" else "L"}
    others = ["RGBA" if mode == "LA;16B" else mode[:-1] + swapped[mode[-1]] for mode in modes]
    other = Image.open(sys.stdin.buffer, formats=FORMATS)
    other.tile = [
        tile._replace(args=mode if isinstance(tile.args, str) else (mode, *tile.args[1:]))
        for tile, mode in zip(tiles, others, strict=True)
    ]
    other.load()
    return Image.merge("RGBA", [other.getchannel("G")] * 4) if "RGBA" in others else other


def spread(picture: "Image.Image", fine: "Image.Image") -> "Image.Image":
    """A picture in colours of 16 bits, given by its upper and its lower 8: where the upper ones hardly differ, its values are
    spread as those of a grey picture are, all colours alike.
    """
    colours = [band for band in picture.getbands() if band != "A"]
    low, high = inner(towered(picture, colours).histogram())
    if high - low > DIM:
        return picture
    both = ImageMath.lambda_eval(
        lambda bytes_: bytes_["upper"] * 256 + bytes_["lower"],
        upper=towered(picture, colours),
        lower=towered(fine, colours),
    )
    tower = stretched(both)
    bands = [
        tower.crop((0, place * picture.height, picture.width, (place + 1) * picture.height))
        for place in range(len(colours))
    ]
    transparency = [picture.getchannel("A")] if "A" in picture.getbands() else []
    return Image.merge(picture.mode, bands + transparency)


def towered(picture: "Image.Image", bands: list[str]) -> "Image.Image":
    """These bands of a picture as one grey picture, one below the other."""
    tower = Image.new("L", (picture.width, picture.height * len(bands)))
    for place, band in enumerate(bands):
        tower.paste(picture.getchannel(band), (0, place * picture.height))
    return tower


def stretched(picture: "Image.Image") -> "Image.Image":
    """A picture of more than 8 bits, nearly darkest to nearly brightest value spread over 0 to 255.

    Files with 10 or 12 used bits in 16 are common; cut to the upper 8 they would be black, and every face
    missed. A few very bright pixels would have the same effect, so one in `FEW` is left out at each end.
    """
    deep = picture.convert("F")
    low, high = cast("tuple[float, float]", deep.getextrema())
    if not (math.isfinite(low) and math.isfinite(high)):
        raise Refused("picture.damaged", {})
    for _ in range(ROUNDS):
        if high <= low:
            break
        below, above = inner(deep.histogram(extrema=(low, high)))
        step = (high - low) / 255
        low, high = low + below * step, low + (above + 1) * step
        if above - below > DIM:
            break
    scale = 255.0 / (high - low) if high > low else 0.0
    return deep.point(lambda value: value * scale + (-low * scale)).convert("L")


def inner(counts: list[int]) -> tuple[int, int]:
    """The lowest and the highest of 256 levels without the most extreme pixels, one in `FEW` at each end."""
    most = sum(counts) // FEW
    below = next(place for place in range(256) if sum(counts[: place + 1]) > most)
    above = next(place for place in reversed(range(256)) if sum(counts[place:]) > most)
    return below, above


def orientation(picture: "Image.Image", default: int) -> int:
    try:
        return int(picture.getexif().get(ORIENTATION, default))
    except (MemoryError, PermissionError):  # the walls, not the picture
        raise
    except Exception:  # broken EXIF: viewers show such a picture as it is stored, so that is examined
        return 1


def upright(view: "Image.Image", turn: int) -> "Image.Image":
    method = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }.get(turn)
    return view if method is None else view.transpose(method)


if __name__ == "__main__":
    # Everything is imported before the walls close: afterwards no file can be opened. Pillow imports some of these only
    # when a picture needs them.
    sys.path += [sys.argv[1], str(Path(__file__).resolve().parents[2])]
    import copy  # noqa: F401
    import mmap  # noqa: F401

    from PIL import (  # noqa: F401
        Image,
        ImageCms,
        ImageColor,
        ImageMath,
        ImagePalette,
        MpoImagePlugin,
        TiffImagePlugin,
        UnidentifiedImageError,
        WebPImagePlugin,
    )

    from matching.media.extent import png_frames, surplus
    from matching.media.sandbox import confine

    Image.preinit()  # the other formats
    main()
