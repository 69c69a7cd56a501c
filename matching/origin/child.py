"""The child that reads what a file says about its origin: a script of its own, started as `python -I -S child.py PACKAGES LIMITS`.

Descriptor 0 is the file, descriptor 1 the answer: one JSON object. It trusts nothing that it reads, and nobody trusts what it writes.
"""

import codecs
import json
import mmap
import os
import sys
from pathlib import Path
from typing import Any

WINDOW = 64 << 20
"""Bytes at the beginning and at the end of a large file that are looked through; whatever hides between them is as good as not
there, which lifts nothing."""

LARGEST = 20 << 20
"""Bytes of credentials that are read: a camera makes 10 to 200 kB, an edit of many pictures with their thumbnails some MB."""

ABOUT = 1 << 20
"""Bytes at either end of a film or sound file in which it says what it is."""


def main(packages: str, limits: dict[str, Any]) -> None:
    sys.path += [*packages.split(os.pathsep), str(Path(__file__).resolve().parents[2])]
    from matching.media.sandbox import confine
    from matching.origin import credentials, kinds, passing, traces, xmp

    tags = _reader_of_tags() if limits["form"] else None
    size = os.fstat(0).st_size
    content = mmap.mmap(0, size, access=mmap.ACCESS_READ)
    kind = kinds.mime(content[:16])
    claimed = kind is not None and _somewhere(content, (b"jumb", b"provenance"))
    too_large = claimed and _first_box(content) > LARGEST
    claimed = claimed and not too_large
    reading = credentials.context(credentials.anchors(limits["anchors"])) if claimed else None
    exif = kind in traces.WRAPPED or (
        kind is not None
        and kind.startswith("image/")
        and _somewhere(content, (b"Exif\0\0", b"EXIF", b"eXIf", b"Raw profile"))
    )
    if exif:
        from PIL import Image, TiffImagePlugin  # noqa: F401 - no file can be opened behind the walls
    for codec in ("latin-1", "utf-16-be", "utf-16-le"):
        codecs.lookup(codec)  # read from a file when it is first used
    walls = confine(memory=limits["memory"], output=limits["output"], seconds=limits["seconds"], descriptors=3)
    if not walls["no_network"]:
        _answer({"walls": walls, "refused": True})
        return
    told: dict[str, Any] = {"state": "absent"}
    if too_large:
        told = {"state": "unreadable", "problems": ["too-large"]}
    if claimed:
        with open(0, "rb", closefd=False) as file:
            try:
                told = credentials.told(str(kind), file, reading)
            except (ValueError, RecursionError, KeyError, TypeError, AttributeError):
                told = {"state": "unreadable", "problems": ["not-understood"]}
    told |= _beside(content, str(kind), exif, (passing, traces, xmp))
    if tags is not None:
        with open(0, "rb", closefd=False, buffering=0) as file:
            file.seek(0)
            said = traces.of_texts(tags(file, limits["form"]))
        told["traces"] = said + [one for one in told["traces"] if one[2] not in {other for _, _, other in said}]
    if (known := traces.KNOWN.search(str(told.get("generator") or ""))) is not None:
        told["traces"].append((known.group(), "claim_generator", ""))
    _answer({"walls": walls, "told": told})


def _reader_of_tags() -> Any:
    """With everything imported before the walls close."""
    import av.logging
    import av.sidedata.sidedata
    import av.subtitles.codeccontext
    import av.subtitles.stream

    from matching.origin import tags

    av.logging.set_level(None)
    return tags.of_media


def _beside(content: mmap.mmap, kind: str, exif: bool, readers: Any) -> dict[str, Any]:
    """What stands beside the credentials: XMP, text chunks, EXIF, and prompts wherever they lie."""
    passing, traces, xmp = readers
    found, packets, blocks = [], [], []
    if kind == "image/png":
        found, packets, blocks = traces.of_png(content)
    elif kind.startswith("image/") or kind in traces.WRAPPED:
        blocks = traces.exif_in(content, kind)
    else:
        found = traces.in_passing([content[:ABOUT], content[max(ABOUT, len(content) - ABOUT) :]])
    for block in blocks if exif else ():
        try:
            found += traces.of_texts(traces.exif_texts(block))
        except Exception:  # noqa: S112 - EXIF that no decoder understands says nothing
            continue
    if kind == "image/gif":
        found += traces.of_texts({f"comment {number}": text for number, text in enumerate(passing.of_gif(content))})
    if kind not in ("image/png", "image/gif"):  # of those, every text was read
        found += traces.of_passing(passing.texts(content, _spans(content)), found)
    said = xmp.said(content if len(content) <= 4 * WINDOW else content[:WINDOW], packets)
    known = [tool for tool in (*said.tools, *said.credits) if traces.KNOWN.search(tool)]
    found += [(tool, "XMP", "") for tool in (*said.systems, *known)]
    asked = [prompt for prompt in said.prompts if prompt not in {other for _, _, other in found}]
    found += [("unknown" if not said.systems else said.systems[0], "XMP", prompt) for prompt in asked]
    return {
        "traces": found,
        "iptc": said.source_types,
        "credits": said.credits,
        "xmp_refused": bool(said.refused),
    }


def _first_box(content: mmap.mmap) -> int:
    """How long the credentials call themselves, in bytes."""
    at = content.find(b"jumb")
    return int.from_bytes(content[at - 4 : at], "big") if at >= 4 else 0


def _somewhere(content: mmap.mmap, marks: tuple[bytes, ...]) -> bool:
    return any(content.find(mark, start, end) >= 0 for mark in marks for start, end in _spans(content))


def _spans(content: mmap.mmap) -> list[tuple[int, int]]:
    size = len(content)
    return [(0, size)] if size <= 4 * WINDOW else [(0, WINDOW), (size - WINDOW, size)]


def _answer(told: dict[str, Any]) -> None:
    with open(1, "wb", closefd=False) as out:
        out.write(json.dumps(told, default=str).encode())


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]))
