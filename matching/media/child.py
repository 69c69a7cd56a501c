"""The decoding child: a script of its own, started as `python -I -S child.py FOLDER_OF_PILLOW LIMITS`, or forked by
`warm.py`, which has called `prepare` by then.

Descriptor 0 is the file, descriptor 1 the answer: one line of JSON padded to `HEADER` bytes, then the
pixels of each view, RGB, of the sides that the line says. It trusts nothing that it reads, and nobody trusts what it
writes: the parent checks every number.
"""

import ctypes
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL import Image

HEADER = 4096
ROWS = 64  # of a view that are written at once: all of them would be copied twice, into memory that is touched for the first time
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3  # mallopt(3)
NAMES = ("shown", "colours", "ground", "depth", "shape", "brighter", "picture", "preview")
"""What a view is: the picture as most people see it; with its colours read in another way; over another ground, or without its
transparency; with more than 8 bits spread; with pixels as wide as the file says; as a better display shows it; another picture
of the file; a preview in its notes."""


def prepare(pillow: str) -> None:
    """Import everything before the walls close: afterwards no file can be opened. Pillow imports some of these only
    when a picture needs them. pillow: the folder where its package lies."""
    sys.path += [pillow, str(Path(__file__).resolve().parents[2])]
    import copy  # noqa: F401
    import mmap  # noqa: F401

    from matching.media import look, sandbox  # noqa: F401

    load_readers()
    _keep_memory()


def load_readers() -> None:
    """Load what Pillow reads each format with."""
    from PIL import AvifImagePlugin, Image, ImageColor, ImagePalette, MpoImagePlugin, TiffImagePlugin, WebPImagePlugin  # noqa: F401  # noqa: F401
    from pillow_heif import register_heif_opener

    Image.preinit()  # the other formats
    register_heif_opener(thumbnails=False)


def _keep_memory() -> None:
    """Let what one step frees serve the next: given back to the system and taken again, each page costs a fault, for a large
    picture more than forking and confining the child."""
    libc = ctypes.CDLL(None)
    if hasattr(libc, "mallopt"):
        libc.mallopt(_M_MMAP_THRESHOLD, 32 << 20)
        libc.mallopt(_M_TRIM_THRESHOLD, 1 << 30)


def main(limits: dict[str, int]) -> None:
    from matching.media.look import Refused, look
    from matching.media.sandbox import confine

    walls = confine(memory=limits["memory"], output=limits["output"], seconds=limits["seconds"], descriptors=3)
    if not walls["no_network"]:
        answer({"reason": "decoder.not-isolated", "params": {}, "walls": walls})
        return
    try:
        with open(0, "rb", closefd=False) as file:
            form, views = look(file.read(), limits["pixels"], limits["side"])
    except Refused as refused:
        reason, params = refused.args
        answer({"reason": reason, "params": params, "walls": walls})
        return
    header = {"format": form, "views": [(name, view.width, view.height) for name, view in views]}
    answer({**header, "walls": walls}, *(view for _, view in views))


def answer(header: dict[str, Any], *views: "Image.Image") -> None:
    with open(1, "wb", closefd=False) as out:
        out.write(json.dumps(header).encode().ljust(HEADER))
        for view in views:
            for top in range(0, view.height, ROWS):
                out.write(view.crop((0, top, view.width, min(top + ROWS, view.height))).tobytes())


if __name__ == "__main__":
    prepare(sys.argv[1])
    main(json.loads(sys.argv[2]))
