"""What a list's address asks for: page, search, sorting and filters stay in it, so a list can be kept, shared and gone back to."""

from collections.abc import Collection, Mapping, Sequence

from flask import request, url_for

from registry.core.paging import LONGEST, Asked


def asked(filters: Mapping[str, Collection[str]], sorts: Sequence[str] = ("",)) -> Asked:
    """What this request asks for. filters: name -> the values that it may have; sorts: the ones on offer, the usual first.
    What is not on offer is left out."""
    chosen = {name: request.args.get(name, "") for name in filters}
    sort = request.args.get("sort", "")
    return Asked(
        page=request.args.get("page") or None,
        search=" ".join(request.args.get("q", "")[:LONGEST].split()),
        sort=sort if sort in sorts else sorts[0],
        chosen={name: value if value in filters[name] else "" for name, value in chosen.items()},
    )


def page_address(page: str | None) -> str:
    """This list at another page, with everything else as it is."""
    args = {**(request.view_args or {}), **request.args.to_dict(), "page": page}
    return url_for(request.endpoint or "", **{name: value for name, value in args.items() if value})
