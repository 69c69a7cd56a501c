"""What generators leave in the files that they make: prompts, workflows, and their names. Called behind the walls.

Nothing here is proof: whoever wishes removes it. What is there, somebody honest left in, or somebody careless forgot.
"""

import base64
import html
import json
import mmap
import re
import zlib
from collections.abc import Iterator
from typing import Any

Content = mmap.mmap | bytes

MOST = 20
LONGEST = 1 << 20  # bytes of one text
CHUNKS = 1_000_000
TEXTS = 8 << 20  # characters of all texts together
LARGEST = 64 << 20  # bytes of a TIFF in which its fields are looked for
WRAPPED = ("avif", "heic", "heif", "image/tiff")
"""Kinds of pictures whose EXIF carries no mark of its own."""

_TIFF = re.compile(rb"II\*\0|MM\0\*")

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
_MIDJOURNEY = re.compile(
    r" --(?:ar|aspect|v|version|niji|stylize|style|chaos|weird|seed|s) [\w:.]+| Job ID: [0-9a-f]{8}-"
)
_PREFIXED = re.compile(r"^(?:prompt|workflow): ?(?=[{\[])", re.IGNORECASE)
_SAID = re.compile(r"^\W*(?:[\w ]{0,30}\b)?prompt\s*[:=]\s*", re.IGNORECASE)
_ASKS = re.compile(r"(?:^|[^a-z])prompts?(?:[^a-z]|$)|[a-z]Prompt$|prompt$", re.IGNORECASE)
"""A field that is called a prompt, by itself or among others: `prompt`, `positive_prompt`, `com.example.prompt`, `promptText`."""
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]{40,}={0,2}\s*")
_END = re.compile(r"\n(?:Negative prompt: |Steps: \d+)")


def of_png(content: Content) -> tuple[list[Found], list[bytes], list[bytes]]:
    """What the text chunks say, the XMP packets among them that were packed, and EXIF. Chunks behind the end count: whoever put them
    there is asked no less."""
    texts: dict[str, str] = {}
    packets: list[bytes] = []
    exif: list[bytes] = []
    size = 0
    for kind, start, length in _chunks(content):
        data = bytes(content[start : start + min(length, LONGEST)])
        if kind == b"eXIf":
            exif.append(data)
        elif kind in (b"tEXt", b"zTXt", b"iTXt"):
            key, text, packed = _text(kind, data)
            if packed and key == "XML:com.adobe.xmp":
                packets.append(text.encode())
            if key.startswith("Raw profile type") and (profile := _profile(text)):
                exif.append(profile)
            if size < TEXTS:
                size += len(key) + len(text)
                texts[key] = "\n".join(filter(None, (texts.get(key), text)))[:LONGEST]
    return of_texts(texts), packets[:MOST], exif[:MOST]


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


def _profile(text: str) -> bytes:
    """What ImageMagick keeps as text: a name, a length, and the bytes in hexadecimal digits."""
    digits = "".join(text.split()[2:])
    try:
        return bytes.fromhex(digits)
    except ValueError:
        return b""


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
    """keyword -> text. Those by which generators are known come first."""
    found = [one for key, text in texts.items() for one in _of_text(key, text, texts)]
    found.sort(key=lambda one: not one[2])
    return found[:MOST]


def _of_text(key: str, text: str, texts: dict[str, str]) -> Iterator[Found]:
    name = key.casefold()
    words = _PREFIXED.sub("", text)
    novel = "novelai" in f"{texts}".casefold()
    told = _json(words) if words.lstrip()[:1] in ("{", "[") else None
    if name == "parameters" or _A1111.search(text):
        prompt = _END.split(_unhidden(text))[0]
        yield "Stable Diffusion web UI", key, "" if prompt.startswith("Steps: ") else prompt
    elif told is not None and ("class_type" in words or "widgets_values" in words or name in ("prompt", "workflow")):
        yield "ComfyUI", key, "\n".join(_inputs(told))
    elif _ASKS.search(key):
        said = _named(told, (*_ASKED, "text")) if told is not None else [text]
        yield "unknown", key, "\n".join(said) or text
    elif name in ("invokeai_metadata", "invokeai_graph", "sd-metadata", "dream"):
        said = _named(told, ("positive_prompt", "prompt")) if told is not None else [text]
        yield "InvokeAI", key, "\n".join(said)
    elif name == "comment" and novel:
        said = _named(told, ("prompt", "base_caption", "char_caption")) if told is not None else [text]
        yield "NovelAI", key, "\n".join(said)
    elif name in ("fooocus_scheme", "generation_data", "generation_parameters"):
        yield "unknown", key, "\n".join(_named(told, ("prompt",))) if told is not None else text
    elif _MIDJOURNEY.search(text):
        yield "Midjourney", key, _MIDJOURNEY.split(text)[0]
    elif (known := KNOWN.search(text)) and name in _OF_SOFTWARE:
        yield known.group(), key, text if name == "description" and novel else ""
    elif told is not None and (said := _named(told, _ASKED)):
        yield "unknown", key, "\n".join(said)
    elif (asked := _SAID.match(text)) is not None:
        yield "unknown", key, text[asked.end() :]
    elif name in _DESCRIBES and any(KNOWN.search(one) for field, one in texts.items() if field.casefold() in _TOOLS):
        yield "unknown", key, text
    elif (hidden := _unhidden(text)) != text:
        yield from _of_text(key, hidden, texts)


def _unhidden(text: str) -> str:
    """What Base64 says (RFC 4648, 4); any other text as it is."""
    if not _BASE64.fullmatch(text):
        return text
    try:
        return base64.b64decode("".join(text.split()), validate=True).decode()
    except ValueError:
        return text


_OF_SOFTWARE = frozenset(
    {"software", "creator", "creatortool", "source", "title", "author", "artist", "comment", "usercomment", "credit",
     "description", "imagedescription", "make", "model", "encoder", "generator", "claim"}
)  # fmt: skip


_DESCRIBES = frozenset({"description", "imagedescription", "comment", "usercomment"})
_TOOLS = frozenset(
    {"software", "creator", "creatortool", "source", "make", "model", "encoder", "encoded_by", "generator", "claim"}
)
"""What a generator that names itself in one of these fields writes into those is what it was asked for."""

_ASKED = ("prompt", "positive_prompt", "positivePrompt", "Prompt", "text_prompt", "textPrompt", "revised_prompt")


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _named(told: Any, keys: tuple[str, ...]) -> list[str]:
    """The texts under these keys, wherever they are."""
    return [value for key, value in _texts(told) if key in keys]


def _inputs(told: Any) -> list[str]:
    """The words of a graph of nodes: the texts that nodes take, and what widgets hold; and what the files are called in which
    somebody's likeness was learnt, in small letters: such a name is nobody's unless somebody known bears it."""
    return [
        value.rpartition(".")[0].replace("_", " ").casefold() if key == "lora_name" else value
        for key, value in _texts(told)
        if key in _OF_PROMPTS or key.endswith("prompt") or (key in _OF_NODES and " " in value.strip())
    ]


_OF_PROMPTS = frozenset({"text", "text_g", "text_l", "clip_l", "t5xxl", "wildcard_text", "lora_name"})
_OF_NODES = frozenset({"string", "value", "widgets_values"})


def _texts(told: Any) -> Iterator[tuple[str, str]]:
    left: list[tuple[str, Any]] = [("", told)]
    for _ in range(100_000):
        if not left:
            return
        key, value = left.pop()
        if isinstance(value, str):
            inner = _json(value) if value.lstrip()[:1] in ("{", "[") else None
            if isinstance(inner, dict | list):  # packed into a text once more
                left.append((key, inner))
            else:
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
    fields |= {"UserComment": inner.get(0x9286), "Title": exif.get(0x9C9B), "Author": exif.get(0x9C9D)}
    fields |= {"Keywords": exif.get(0x9C9E), "Subject": exif.get(0x9C9F)}
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
    if kind.startswith(b"ASCII") or kind == bytes(8):
        return _decoded(rest)[:LONGEST].strip("\0")
    return value.decode("utf-16-le" if value[1:2] == b"\0" else "utf-8", "replace").strip("\0")[:LONGEST]


def exif_in(content: Content, kind: str) -> list[bytes]:
    """The EXIF blocks of a picture, the first of them."""
    if kind == "image/tiff":
        return [bytes(content[:LARGEST])]
    found: list[bytes] = []
    if kind in WRAPPED:  # in a box or an item, of which each begins as a TIFF does
        for begins in _TIFF.finditer(content):
            found.append(bytes(content[begins.start() : begins.start() + (1 << 16)]))
            if len(found) == MOST:
                break
        return found
    marks = {"image/jpeg": b"Exif\0\0", "image/webp": b"EXIF"}
    if kind not in marks:
        return []
    at = content.find(marks[kind])
    while at >= 0 and len(found) < MOST:
        start = at + (6 if kind == "image/jpeg" else 8)
        found.append(bytes(content[start : start + (1 << 16)]).removeprefix(b"Exif\0\0"))
        at = content.find(marks[kind], at + 6)
    return found


def in_passing(windows: list[bytes]) -> list[Found]:
    """Names of generators in what films and sound files say of themselves."""
    found: dict[str, Found] = {}
    for window in windows:
        for known in _BYTES.finditer(window):
            tool = known.group().decode("latin-1")
            found.setdefault(tool.casefold(), (tool, "metadata", ""))
    return list(found.values())[:MOST]


def of_passing(texts: list[str], known: list[Found]) -> list[Found]:
    """What texts say that lie anywhere in a file; nothing twice of what is known."""
    found: list[Found] = []
    every = [one for text in texts for one in _of_lying_about(text)]
    for tool, where, prompt in sorted(every, key=lambda one: not one[2]):
        if not any(prompt in said and (prompt or other == tool) for other, _, said in (*known, *found)):
            found.append((tool, where, prompt))
    return found[:MOST]


def _of_lying_about(text: str) -> Iterator[Found]:
    for part in _TAG.split(text) if "</" in text else [text]:
        plain = part[1:] if _STRAY.match(part) else part
        if _A1111.search(plain) or _MIDJOURNEY.search(plain):
            yield from _of_text("metadata", plain, {})
        elif "class_type" in plain or "widgets_values" in plain:
            yield "ComfyUI", "metadata", "\n".join(_graph(plain))
    for element in _ELEMENT.finditer(text):
        yield "unknown", "metadata", html.unescape(element.group(1)).strip()


def _graph(text: str) -> list[str]:
    """What a graph says that may be a part of something larger, or not whole."""
    for place in re.finditer(r"[{\[]", text[:_BEFORE]):
        told = _json_at(text, place.start())
        if isinstance(told, dict | list):
            return _inputs(told)
    return [one.group(1) for one in _QUOTED.finditer(text) if " " in one.group(1).strip()]


_ELEMENT = re.compile(r"<(?:\w+:)?\w{0,30}prompt\w{0,30}(?:\s[^<>]*)?>\s*([^<>{\[\s][^<>]*)</", re.IGNORECASE)
_BEFORE = 2000
"""Characters at the beginning of a text in which a graph begins, if it is whole."""

_TAG = re.compile(r"</?[A-Za-z][\w.:-]*(?:\s[^<>]*)?/?>")
_STRAY = re.compile(r"[^A-Z\s][A-Z][a-z]")
"""A byte that says how long what follows is may read like a letter before it."""
_QUOTED = re.compile(r'\\?"((?:[^"\\]|\\[^"])+?)\\?"')


def _json_at(text: str, at: int) -> Any:
    try:
        return json.JSONDecoder().raw_decode(text, at)[0]
    except (ValueError, RecursionError):
        return None
