"""What somebody was told, in words: with names in the place of ids where the reader may know them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from registry.core import texts
from registry.notices.inbox import Message
from registry.people.accounts.browsers import named
from registry.records.naming import Thing, names
from registry.records.tables.ledger import Notice
from registry.web import door

_THINGS = {
    "performer_id": Thing.PERFORMER,
    "check": Thing.CHECK,
    "earlier": Thing.CHECK,
    "consent": Thing.CONSENT,
    "union_id": Thing.OFFICE_OF,
    "of": Thing.OFFICE_OF,
}
"""What a notice says of a thing is its id, which stays what it is; its reader is told the name."""
_QUOTED = frozenset({Thing.CHECK, Thing.CONSENT})
_SHOWN = frozenset({Thing.PERFORMER, Thing.CHECK, Thing.CONSENT})
"""Things whose id is shown beside the sentence: names of files and people are not unique."""


@dataclass(frozen=True)
class Told:
    """One notice in words, and the ids of what it calls by name."""

    words: str
    ids: tuple[str, ...]


def notices_told(notices: Iterable[Message | Notice]) -> Mapping[str, Told]:
    """Notice id -> what it says to the acting account."""
    every = list(notices)
    wanted = {
        (thing, str(one.params[name])) for one in every for name, thing in _THINGS.items() if one.params.get(name)
    }
    if not wanted:
        return {one.id: _told(one, {}) for one in every}
    with door.desk().db.look() as session:
        known = names(session, door.who(), wanted)
    return {one.id: _told(one, known) for one in every}


def performer_names(ids: Iterable[str]) -> dict[str, str]:
    """What performers are called for the acting account: by their id where it may not know the name."""
    every = list(ids)
    if not every:
        return {}
    with door.desk().db.look() as session:
        known = names(session, door.who(), ((Thing.PERFORMER, one) for one in every))
    return {one: known.get((Thing.PERFORMER, one), one) for one in every}


def _told(notice: Message | Notice, known: Mapping[tuple[Thing, str], str]) -> Told:
    said: dict[str, Any] = dict(notice.params)
    if "browser" in said:
        said["browser"] = named(str(said["browser"]))
    ids = []
    for param, thing in _THINGS.items():
        of = str(said.get(param) or "")
        name = known.get((thing, of))
        if name is not None:
            said[param] = texts.say("named-thing", door.language(), name=name) if thing in _QUOTED else name
            ids += [of] if thing in _SHOWN else []
            if said.get("about") == of:
                said["about"] = said[param]
    return Told(texts.say(notice.message, door.language(), **said), tuple(ids))
