"""An animated picture, frame by frame: what its cels make together, in every way in which somebody may see it."""

from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from PIL import Image

from matching.media import colours, look, notes, previews, stored, views
from matching.media.contents import Contents
from matching.media.drawn import cels
from matching.media.drawn.cels import Cel, Cels
from matching.media.drawn.drawing import Drawing, FrameLimits, Frames, check_sides
from matching.media.lcms import Space
from matching.media.look import Refused
from matching.media.stored import Numbers

MOST = 20_000
"""Frames: a GIF that lasts half an hour at ten a second has as many."""

CLEAR = (0, 0, 0, 0)


@dataclass
class _Canvas:
    """shown: RGBA. plain: its colours for whoever knows of no transparency, RGB: where it is transparent, those that are stored."""

    shown: Image.Image
    plain: Image.Image

    def copy(self) -> "_Canvas":
        return _Canvas(self.shown.copy(), self.plain.copy())


class Animated:
    """A GIF, PNG or WebP that moves. Raises whatever its readers raise: see `drawing.refusals`."""

    def __init__(self, file: BinaryIO, limits: FrameLimits) -> None:
        self._limits = limits
        data = file.read()
        self._cels: Cels = cels.of(data)
        if any(look.aspects(data, self._cels.contents, {})):
            raise Refused("film.shape", {})
        check_sides(self._cels.width, self._cels.height, limits)
        if len(self._cels.cels) > MOST:
            raise Refused("picture.too-many-frames", {"frames": len(self._cels.cels), "limit": MOST})
        self._turn = _turn(self._cels.cels[0].file, self._cels.contents)

    def drawing(self) -> Drawing:
        width, height = self._cels.width, self._cels.height
        width, height = (height, width) if self._turn > 4 else (width, height)
        return Drawing(width, height, sum(cel.seconds for cel in self._cels.cels))

    def frames(self, _start: float) -> Frames:
        size = self._cels.width, self._cels.height
        canvas = _Canvas(Image.new("RGBA", size), Image.new("RGB", size))
        spaces = colours.spaces(self._cels.contents, "RGB")
        at = 0.0
        for number, cel in enumerate(self._cels.cels):
            before = canvas.copy() if cel.after == "restore" else canvas
            drawn = _decoded(cel.file)
            _lay(canvas, cel, drawn)
            ways = self._ways(canvas, spaces)
            if number == 0:
                ways += self._beside(ways[0], spaces)
            yield at, at + cel.seconds, ways
            at += cel.seconds
            if cel.after == "clear":
                canvas.shown.paste(CLEAR, (cel.left, cel.top, cel.left + drawn.width, cel.top + drawn.height))
            canvas = before

    def _ways(self, canvas: _Canvas, spaces: list[Space | None]) -> list[Image.Image]:
        alpha = canvas.shown.getchannel("A")
        read = Numbers(canvas.plain, alpha=None if alpha.getextrema() == (255, 255) else alpha)
        return [view for _, view in views.of([read], spaces, (), self._turn, look.WHOLE * self._limits.pixels).views]

    def _beside(self, first: Image.Image, spaces: list[Space | None]) -> list[Image.Image]:
        """The picture that is seen where nothing moves. Raises Refused for previews of something else."""
        for preview in previews.found(notes.everything(self._cels.contents)):
            if not previews.shows(views.upright(preview, self._turn), first):
                raise Refused("picture.more-than-a-picture", {"bytes": 1})
        if self._cels.first is None:
            return []
        first = _decoded(self._cels.first)
        return self._ways(_Canvas(first, first.convert("RGB")), spaces)


def _decoded(file: bytes) -> Image.Image:
    """A cel, RGBA. Raises Refused where it is not whole."""
    picture = Image.open(BytesIO(file), formats=("GIF", "PNG", "WEBP"))
    contents = look.READERS[str(picture.format)](file)
    read = stored.numbers(picture, file, contents)
    if read.lower is not None or read.single is not None or not look.is_whole(file, contents):
        raise Refused("picture.damaged", {})
    shown = read.upper.convert("RGB")
    shown.putalpha(read.alpha if read.alpha is not None else Image.new("L", shown.size, 255))
    return shown


def _lay(canvas: _Canvas, cel: Cel, drawn: Image.Image) -> None:
    """Raises Refused for what lies beside the canvas."""
    place = cel.left, cel.top
    if cel.left + drawn.width > canvas.shown.width or cel.top + drawn.height > canvas.shown.height:
        raise Refused("picture.damaged", {})
    if not cel.over:
        canvas.shown.paste(drawn, place)
        canvas.plain.paste(drawn.convert("RGB"), place)
        return
    box = (*place, cel.left + drawn.width, cel.top + drawn.height)
    nothing = canvas.shown.crop(box).getchannel("A").point(lambda level: 255 * (level == 0))
    canvas.plain.paste(drawn.convert("RGB"), place, nothing)
    canvas.shown.alpha_composite(drawn, place)
    something = drawn.getchannel("A").point(lambda level: 255 * (level > 0))
    canvas.plain.paste(canvas.shown.crop(box).convert("RGB"), place, something)


def _turn(first: bytes, contents: Contents) -> int:
    """EXIF's orientation, as browsers follow it."""
    picture = Image.open(BytesIO(first), formats=("GIF", "PNG", "WEBP"))
    exif = picture.getexif()
    for note in contents.of("exif"):
        exif.load(note)
    turn = exif.get(0x0112, 1)
    return turn if isinstance(turn, int) and turn in range(1, 9) else 1
