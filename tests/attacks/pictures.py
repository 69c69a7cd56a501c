"""Pictures that hide one: a landscape in the upper bits of each number and somebody's portrait in the lower ones, and the colour
profiles that bring it out. Drawn of the demo's people, who do not exist."""

import io
import struct
import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from matching.media.look import Refused, look
from matching.media.picture import PIXEL_LIMIT, SIDE_LIMIT
from tests.common.parts import PICTURES

Grey = NDArray[np.uint8]
SIDE = 192
CONTRAST, ALIKE = 8, 0.8

D50 = (0.9642, 1.0, 0.8249)
SRGB = ((0.4360, 0.2225, 0.0139), (0.3851, 0.7169, 0.0971), (0.1431, 0.0606, 0.7141))


def portrait(number: int = 0) -> Grey:
    folder = sorted(path for path in (PICTURES / "people").iterdir() if path.is_dir())[number]
    return np.asarray(Image.open(folder / "1.jpg").convert("L").resize((SIDE, SIDE)))


def landscape() -> Grey:
    scene = Image.open(PICTURES / "scenes" / "nobody-hills.jpg").convert("L")
    return np.asarray(scene.crop((200, 100, 800, 700)).resize((SIDE, SIDE)))


def hidden() -> tuple[Grey, Grey]:
    """Numbers of 8 bits that show a landscape, and whom their lower four show."""
    face = portrait()
    return (landscape() & 0xF0) | (face >> 4), face


def lower_bits() -> list[int]:
    """A curve of 256 numbers: light, 0 to 65535, of the lower four bits."""
    return [light((number & 15) / 15) for number in range(256)]


def light(number: float) -> int:
    linear = number / 12.92 if number <= 0.04045 else ((number + 0.055) / 1.055) ** 2.4
    return round(65_535 * linear)


STRAIGHT = [light(number / 255) for number in range(256)]


def curve(numbers: Sequence[int]) -> bytes:
    return b"curv\0\0\0\0" + struct.pack(f">I{len(numbers)}H", len(numbers), *numbers)


def xyz(values: Sequence[float]) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(value * 65_536) for value in values))


def table(numbers: Sequence[int], channels: int = 3) -> bytes:
    """A table (lut16) from grey in this many channels to the lightness that a curve gives, by their mean."""
    curves = struct.pack(f">{len(numbers)}H", *numbers) * channels
    nodes = b"".join(
        struct.pack(">3H", round(0xFF00 * sum(bits) / channels), 0x8000, 0x8000)
        for bits in ([node >> (channels - 1 - place) & 1 for place in range(channels)] for node in range(1 << channels))
    )
    identity = struct.pack(">9i", 65_536, 0, 0, 0, 65_536, 0, 0, 0, 65_536)
    head = b"mft2\0\0\0\0" + bytes([channels, 3, 2, 0]) + identity + struct.pack(">2H", len(numbers), 2)
    return head + curves + nodes + struct.pack(">2H", 0, 65_535) * 3


def lightness(numbers: Sequence[int]) -> list[int]:
    """Of a curve of light, what a table in Lab needs."""
    found = []
    for number in numbers:
        share = number / 65_535
        bright = 116 * share ** (1 / 3) - 16 if share > 0.008856 else 903.3 * share
        found.append(round(65_535 * min(max(bright, 0), 100) / 100))
    return found


def profile(
    tags: dict[bytes, bytes], space: bytes = b"RGB ", *, kind: bytes = b"mntr", lab: bool = False, version: int = 2
) -> bytes:
    """An ICC profile with these tags."""
    tags = {b"wtpt": xyz(D50), **tags}
    place, entries, data = 132 + 12 * len(tags), b"", b""
    for name, content in tags.items():
        filled = content + bytes(-len(content) % 4)
        entries += name + struct.pack(">2I", place, len(content))
        data, place = data + filled, place + len(filled)
    head = struct.pack(">I4sI4s4s4s", place, b"test", version << 24, kind, space, b"Lab " if lab else b"XYZ ")
    head += bytes(12) + b"acsp" + bytes(28) + struct.pack(">3i", *(round(value * 65_536) for value in D50))
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + entries + data


def matrix(numbers: Sequence[int], **options: int) -> bytes:
    """A profile of sRGB's primaries in which each number means this light."""
    colours = {name + b"XYZ": xyz(values) for name, values in zip((b"r", b"g", b"b"), SRGB, strict=True)}
    return profile(colours | {name + b"TRC": curve(numbers) for name in (b"r", b"g", b"b")}, **options)  # type: ignore[arg-type]


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_of(depth: int, kind: int, rows: bytes, *chunks: bytes) -> bytes:
    side = SIDE
    header = struct.pack(">IIBBBBB", side, side, depth, kind, 0, 0, 0)
    parts = [chunk(b"IHDR", header), *chunks, chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def with_chunks(content: bytes, *chunks: bytes, place: int = 33) -> bytes:
    """A PNG with more chunks behind its header, or at another place."""
    return content[:place] + b"".join(chunks) + content[place:]


def saved(picture: Image.Image | Grey, form: str, **options: object) -> bytes:
    file = io.BytesIO()
    (picture if isinstance(picture, Image.Image) else Image.fromarray(picture)).save(file, form, **options)
    return file.getvalue()


def coloured(grey: Grey) -> Image.Image:
    return Image.fromarray(np.dstack([grey] * 3))


def held(content: bytes, whom: Grey) -> bool:
    """Whether a file does not hide somebody: what is looked at shows them, or it cannot be decided."""
    views = views_of(content)
    return views is None or any(shows(view, whom) for view in views)


def views_of(content: bytes) -> list[NDArray[np.uint8]] | None:
    """What is looked at of a file, as the decoding child finds it; None where it cannot be decided."""
    try:
        _, views = look(content, PIXEL_LIMIT, SIDE_LIMIT)
    except Refused:
        return None
    return [np.asarray(view) for _, view in views]


def shows(view: NDArray[np.uint8], whom: Grey) -> bool:
    """Whether a view shows this picture, as its negative too, with a contrast that people see."""
    grey = np.asarray(Image.fromarray(view).convert("L").resize(whom.shape[::-1]), float)
    return bool(grey.std() > CONTRAST and abs(np.corrcoef(grey.ravel(), whom.astype(float).ravel())[0, 1]) > ALIKE)
