"""XMP packets of a file: where they are, and what they say of its origin. Called behind the walls.

A packet is XML by whoever wrote the file. Expat reads it; a document type, which is where entities are declared, is refused at its
first word, so nothing is ever expanded or fetched.
"""

import mmap
import re
from dataclasses import dataclass, field
from xml.parsers import expat

MOST_PACKETS = 16
LONGEST = 1 << 20  # bytes of a packet
MOST_TEXT = 4000  # characters of one value
MOST_VALUES = 50

_BEGINS = re.compile(rb"<([A-Za-z_][\w.-]{0,20}:(?:xmpmeta|RDF))\b")
_WIDE = tuple("xmpmeta".encode(coding) for coding in ("utf-16-le", "utf-16-be"))
_IPTC = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/ "
_WANTED = {
    _IPTC + "DigitalSourceType": "source_types",
    _IPTC + "DigitalSourcefileType": "source_types",
    _IPTC + "AISystemUsed": "systems",
    _IPTC + "AIPromptInformation": "prompts",
    "http://ns.adobe.com/photoshop/1.0/ Credit": "credits",
    "http://ns.adobe.com/xap/1.0/ CreatorTool": "tools",
}


@dataclass
class Packets:
    """source_types: codes, without the vocabulary's address. refused: packets that were not read."""

    source_types: list[str] = field(default_factory=list)
    systems: list[str] = field(default_factory=list)
    prompts: list[str] = field(default_factory=list)
    credits: list[str] = field(default_factory=list)
    tools: list[str] = field(default_factory=list)
    refused: int = 0


def _kind(name: str) -> str | None:
    """What a field is kept as; any that is called a prompt is one, whoever's vocabulary it is of."""
    own = name.rpartition(" ")[2].casefold()
    return _WANTED.get(name) or ("prompts" if own.endswith("prompt") and "negative" not in own else None)


class _Refused(Exception):
    """A document type was declared."""


def said(content: mmap.mmap | bytes, extra: list[bytes]) -> Packets:
    """What all packets say together, wherever in the file they lie. extra: packets that had to be unpacked first."""
    found = Packets()
    for packet in [*_packets(content, found), *extra]:
        try:
            _read(packet, found)
        except (expat.ExpatError, _Refused, ValueError):
            found.refused += 1
    return found


def _packets(content: mmap.mmap | bytes, found: Packets) -> list[bytes]:
    packets: list[bytes] = []
    begins = _BEGINS.search(content)
    while begins is not None:
        closes = b"</" + begins.group(1) + b">"
        end = content.find(closes, begins.start(), begins.start() + LONGEST)
        if end < 0 or len(packets) == MOST_PACKETS:
            found.refused += 1
            break
        packets.append(bytes(content[begins.start() : end + len(closes)]))
        begins = _BEGINS.search(content, end)
    found.refused += sum(content.find(wide) >= 0 for wide in _WIDE)
    return packets


def _read(packet: bytes, found: Packets) -> None:
    parser = expat.ParserCreate("utf-8", " ")
    inside: list[tuple[str, list[str]]] = []

    def refuse(*_: object) -> None:
        raise _Refused

    def keep(kind: str, value: str) -> None:
        value = value.strip()[:MOST_TEXT]
        values: list[str] = getattr(found, kind)
        if kind == "source_types":
            value = value.rstrip("/").rsplit("/", 1)[-1]
        if value and value not in values and len(values) < MOST_VALUES:
            values.append(value)

    def begin(name: str, attributes: dict[str, str]) -> None:
        for key, value in attributes.items():
            if (kind := _kind(key)) is not None:
                keep(kind, value)
            elif inside and key.endswith("# resource"):
                inside[-1][1].append(value)
        if _kind(name) is not None:
            inside.append((name, [value for key, value in attributes.items() if key.endswith("# resource")]))

    def text(words: str) -> None:
        if inside and sum(map(len, inside[-1][1])) < MOST_TEXT:
            inside[-1][1].append(words)

    def end(name: str) -> None:
        if inside and inside[-1][0] == name and (kind := _kind(name)) is not None:
            keep(kind, "".join(inside.pop()[1]))

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.Parse(packet, True)
