"""What a list's address asks for: page, search, sorting and filters stay in it, so a list can be kept, shared and gone back to."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from flask import request, url_for

from registry.core import texts
from registry.core.paging import LONGEST, ListPage, PageRequest
from registry.web import door


def asked(filters: Mapping[str, Collection[str]], sorts: Sequence[str] = ("",)) -> PageRequest:
    """What this request asks for. filters: name -> the values that it may have; sorts: the ones on offer, the usual first.
    What is not on offer is left out."""
    chosen = {name: request.args.get(name, "") for name in filters}
    sort = request.args.get("sort", "")
    return PageRequest(
        page=request.args.get("page") or None,
        search=" ".join(request.args.get("q", "")[:LONGEST].split()),
        sort=sort if sort in sorts else sorts[0],
        chosen={name: value if value in filters[name] else "" for name, value in chosen.items()},
    )


def page_address(page: str | None) -> str:
    """This list at another page, with everything else as it is."""
    args = {**(request.view_args or {}), **request.args.to_dict(), "page": page}
    return url_for(request.endpoint or "", **{name: value for name, value in args.items() if value})


def beside(page: ListPage[Any]) -> dict[str, str]:
    """The headers that tell a program how many rows there are, where that is counted, and where the pages beside this one are
    (RFC 8288)."""
    links = [
        f'<{page_address(name)}>; rel="{relation}"'
        for relation, name in (("prev", page.previous), ("next", page.next))
        if name
    ]
    count = {} if page.more else {"X-Total-Count": str(page.count)}
    return count | ({"Link": ", ".join(links)} if links else {})


LATEST = 5
"""How many rows of a long list an overview shows."""

Choice = tuple[str, str, list[tuple[str, str]]]


def choice(name: str, label: str, values: Sequence[str], words: str) -> Choice:
    """A filter: its name, its label, and each value with its words (the message id `words` followed by the value)."""
    return name, _say(label), [(value, _say(f"{words}{value}")) for value in values]


def sorts(values: Sequence[str]) -> list[tuple[str, str]]:
    """What a list can be sorted by, with words; one way needs no choice."""
    return [(value, _say(f"list-sort-{value}")) for value in values]


def _say(message_id: str) -> str:
    return texts.say(message_id, door.language())
