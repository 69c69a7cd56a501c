"""How much of what is sent is taken: by whoever asks and by what the address is for, decided before any of it is read."""

from collections.abc import Callable, Mapping
from typing import Any

from consent.canonical import MAX_BYTES
from registry.core.permissions import ANONYMOUS, Identity, On, allowed, could

STRANGER_BYTES = 16_384
"""From somebody who has not signed in: an address, a password, a language. A receipt is a paper, and as long as one."""
PAPER_BYTES = MAX_BYTES + 65_536
"""From everybody else: a form, or the longest paper that is signed, with what goes around it."""


def allowance(who: Identity, view: Callable[..., Any], args: Mapping[str, Any] | None, largest: int) -> int:
    """The most bytes that are taken from this account by this view (`args`: the parts of its address).

    A file, of up to `largest` bytes with what goes around it, is taken where the view is for files, and where the account
    may do that with the performer or the production that the address names: nobody else's files are stored first and refused
    afterwards.
    """
    if who == ANONYMOUS:
        return PAPER_BYTES if getattr(view, "papers", False) else STRANGER_BYTES
    if not getattr(view, "uploads", False):
        return PAPER_BYTES
    parts = args or {}
    on = On(performer_id=parts.get("performer_id"), production_id=parts.get("production_id"))
    permission = view.permission  # type: ignore[attr-defined]
    mine = could(who, permission) if on == On() else allowed(who, permission, on)
    return largest + PAPER_BYTES if mine else PAPER_BYTES
