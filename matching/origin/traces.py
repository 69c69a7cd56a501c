"""What generators leave in the files that they make: prompts, workflows, and their names. Called behind the walls.

Nothing here is proof: whoever wishes removes it. What is there, somebody honest left in, or somebody careless forgot.
"""

import json
import mmap
import re
import zlib
from collections.abc import Iterator
from typing import Any

Content = mmap.mmap | bytes

MOST = 20
LONGEST = 1 << 20  # bytes of one text
PROMPT = 8000  # characters of a prompt that are kept
CHUNKS = 20_000

Found = tuple[str, str, str]
"""Tool, where it was found, prompt."""

KNOWN = re.compile(
    r"stable[ _-]?diffusion|midjourney|dall[-·• ]?e\b|firefly|novelai|invokeai|comfyui|automatic1111|fooocus|"
    r"leonardo\.ai|ideogram|made with google ai|edited with google ai|imagen \d|bing image creator|gpt-?4o|gpt-image|openai|"
    r"runwayml|openai sora|kling ?ai|pika ?labs|luma dream machine|elevenlabs|\bsuno\b|\budio\b|heygen|synthesia|"
    r"stability\.? ?ai|black forest labs|flux\.1|stylegan|swapface|deepfacelab|facefusion|\broop\b|"
    r"\b(?:sd|sdxl)[ _-]?webui\b|draw ?things|nightcafe|playground ai|craiyon|wombo|photomaker",
    re.IGNORECASE,
)
"""Names that generators give themselves in fields for the software."""

_BYTES = re.compile(
    rb"elevenlabs|suno\.(?:com|ai)|udio\.com|heygen|synthesia\.io|runwayml|openai sora|made with google ai|facefusion|"
    rb"comfyui|stable diffusion",
    re.IGNORECASE,
)
_A1111 = re.compile(r"\bSteps: \d+, .*\b(?:Sampler|CFG scale|Seed): ", re.DOTALL)
_END = re.compile(r"\n(?:Negative prompt: |Steps: \d+)")


def of_png(content: Content) -> tuple[list[Found], list[bytes], list[bytes]]:
    """What the text chunks say, the XMP packets among them that were packed, and EXIF. Chunks behind the end count: whoever put them
    there is asked no less."""
    texts: dict[str, str] = {}
    packets: list[bytes] = []
    exif: list[bytes] = []
    for kind, start, length in _chunks(content):
        data = bytes(content[start : start + min(length, LONGEST)])
        if kind == b"eXIf":
            exif.append(data)
        elif kind in (b"tEXt", b"zTXt", b"iTXt"):
            key, text, packed = _text(kind, data)
            if packed and key == "XML:com.adobe.xmp":
                packets.append(text.encode())
            if len(texts) < 200:
                texts[key] = "\n".join(filter(None, (texts.get(key), text)))[:LONGEST]
    return of_texts(texts), packets[:MOST], exif[:1]


def _chunks(content: Content) -> Iterator[tuple[bytes, int, int]]:
    at = 8
    for _ in range(CHUNKS):
        if at + 12 > len(content):
            return
        length = int.from_bytes(content[at : at + 4], "big")
        yield bytes(content[at + 4 : at + 8]), at + 8, length
        at += 12 + length


def _text(kind: bytes, data: bytes) -> tuple[str, str, bool]:
    """Keyword, text, and whether it was packed."""
    key, _, rest = data.partition(b"\0")
    packed = False
    if kind == b"zTXt":
        rest, packed = _unpacked(rest[1:]), True
    elif kind == b"iTXt":
        packed, rest = rest[:1] == b"\1", rest[2:].split(b"\0", 2)[-1]
        rest = _unpacked(rest) if packed else rest
    return key.decode("latin-1"), _decoded(rest), packed


def _unpacked(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, LONGEST)
    except zlib.error:
        return b""


def _decoded(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")


def of_texts(texts: dict[str, str]) -> list[Found]:
    """keyword -> text."""
    found: list[Found] = []
    for key, text in texts.items():
        name = key.casefold()
        if name == "parameters" or _A1111.search(text):
            found.append(("Stable Diffusion web UI", key, _END.split(text)[0]))
        elif name in ("prompt", "workflow"):
            told = _json(text)
            if told is not None:
                found.append(("ComfyUI", key, "\n".join(_inputs(told))))
            elif name == "prompt":
                found.append(("unknown", key, text))
        elif name in ("invokeai_metadata", "invokeai_graph", "sd-metadata", "dream"):
            told = _json(text)
            words = _named(told, ("positive_prompt", "prompt")) if told is not None else [text]
            found.append(("InvokeAI", key, "\n".join(words)))
        elif name == "comment" and "novelai" in " ".join((*texts.values(), *texts)).casefold():
            told = _json(text)
            words = _named(told, ("prompt", "base_caption", "char_caption")) if told is not None else [text]
            found.append(("NovelAI", key, "\n".join(words)))
        elif name in ("fooocus_scheme", "generation_data", "generation_parameters"):
            told = _json(text)
            found.append(("unknown", key, "\n".join(_named(told, ("prompt",))) if told is not None else text))
        elif (known := KNOWN.search(text)) and name in _OF_SOFTWARE:
            found.append(
                (known.group(), key, text if name == "description" and "novelai" in str(texts).casefold() else "")
            )
    return found[:MOST]


_OF_SOFTWARE = frozenset(
    {"software", "creator", "creatortool", "source", "title", "author", "artist", "comment", "usercomment", "credit",
     "description", "imagedescription", "make", "model", "encoder", "generator", "claim"}
)  # fmt: skip


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _named(told: Any, keys: tuple[str, ...]) -> list[str]:
    """The texts under these keys, wherever they are."""
    return [value for key, value in _texts(told) if key in keys]


def _inputs(told: Any) -> list[str]:
    """The words of a graph of nodes: the texts that nodes take, and what widgets hold."""
    return [
        value for key, value in _texts(told) if (key in _OF_NODES or key.endswith("prompt")) and " " in value.strip()
    ]


_OF_NODES = frozenset(
    {"text", "text_g", "text_l", "clip_l", "t5xxl", "string", "value", "wildcard_text", "widgets_values"}
)


def _texts(told: Any) -> Iterator[tuple[str, str]]:
    left: list[tuple[str, Any]] = [("", told)]
    for _ in range(100_000):
        if not left:
            return
        key, value = left.pop()
        if isinstance(value, str):
            yield key, value
        elif isinstance(value, dict):
            left += [(str(name), inner) for name, inner in reversed(value.items())]
        elif isinstance(value, list):
            left += [(key, inner) for inner in reversed(value)]


def exif_texts(data: bytes) -> dict[str, str]:
    """The fields of an EXIF block that hold words."""
    from PIL import Image

    exif = Image.Exif()
    exif.load(data)
    inner = exif.get_ifd(0x8769)
    fields = {"Software": exif.get(0x0131), "Artist": exif.get(0x013B), "ImageDescription": exif.get(0x010E)}
    fields |= {"Make": exif.get(0x010F), "Model": exif.get(0x0110), "Comment": exif.get(0x9C9C)}
    fields |= {"UserComment": inner.get(0x9286)}
    return {name: _comment(value) for name, value in fields.items() if value}


def _comment(value: object) -> str:
    if isinstance(value, tuple):
        value = bytes(one & 0xFF for one in value if isinstance(one, int))
    if not isinstance(value, bytes):
        return str(value)[:LONGEST]
    kind, rest = value[:8], value[8:]
    if kind.startswith(b"UNICODE"):
        order = "utf-16-be" if rest[:1] == b"\0" else "utf-16-le"
        return rest.decode(order, "replace").strip("\0")[:LONGEST]
    if kind.startswith(b"ASCII"):
        return _decoded(rest)[:LONGEST].strip("\0")
    return value.decode("utf-16-le" if value[1:2] == b"\0" else "utf-8", "replace").strip("\0")[:LONGEST]


def exif_in(content: Content, kind: str) -> list[bytes]:
    """The EXIF block of a JPEG or WebP; other kinds keep none of interest."""
    marks = {"image/jpeg": b"Exif\0\0", "image/webp": b"EXIF"}
    if kind not in marks:
        return []
    at = content.find(marks[kind], 0, 1 << 18) if kind == "image/jpeg" else content.rfind(b"EXIF")
    if at < 0:
        return []
    start = at + (6 if kind == "image/jpeg" else 8)
    return [bytes(content[start : start + (1 << 16)]).removeprefix(b"Exif\0\0")]


def in_passing(windows: list[bytes]) -> list[Found]:
    """Names of generators, and the graphs that they were run with, in what films and sound files say of themselves."""
    found: dict[str, Found] = {}
    for window in windows:
        for known in _BYTES.finditer(window):
            tool = known.group().decode("latin-1")
            found.setdefault(tool.casefold(), (tool, "metadata", ""))
        if b"class_type" in window:
            found["comfyui"] = ("ComfyUI", "metadata", "\n".join(_graphs(window)))
    return list(found.values())[:MOST]


def _graphs(window: bytes) -> Iterator[str]:
    for told in re.finditer(rb'\\?"text\\?": ?\\?"((?:[^"\\]|\\[^"])*?)\\?"', window):
        words = told.group(1).decode("utf-8", "replace")
        if " " in words.strip():
            yield words
