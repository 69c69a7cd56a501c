"""What the readers of XML cut lists pass over without a word. Whoever is shown by that would be missing from the answer."""

from collections.abc import Iterator
from xml.etree import ElementTree

_UNREAD = ("mc-clip", "sync-clip", "audition", "multiclip")
"""Clips of several sources: the readers leave them out, or take what lies in them for something else."""

_SPEED = ("timeMap", "conform-rate")
_SPEED_FILTERS = ("timeremap",)


def unread(text: str) -> Iterator[str]:
    """What of the document its reader would leave out, in words. Raises `xml.etree.ElementTree.ParseError`."""
    root = _root(text)
    names = {_name(element) for element in root.iter()}
    yield from (
        f"a {name}, which cannot be read. Put the clip that it shows in its place" for name in _UNREAD if name in names
    )
    if root.tag == "fcpxml":
        read_whole = [*root.iter("event"), *root.findall("project"), *root.findall("library/project")]
        if len(read_whole) > 1 or any(len(project.findall("sequence")) > 1 for project in root.iter("project")):
            yield "more than one event, project or sequence, of which only the first could be read. Export each by itself"


def changes_speed(text: str) -> bool:
    """Whether anything in it is shown at another speed than its own, which its reader does not say of the clip."""
    return any(
        _name(element) in _SPEED
        or (element.tag == "effectid" and (element.text or "").strip().lower() in _SPEED_FILTERS)
        for element in _root(text).iter()
    )


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _root(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)  # noqa: S314 - what declares entities was refused before
