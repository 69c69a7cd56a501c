"""Asking again who somebody is, before they do what would open the account to whoever sits there now."""

from datetime import datetime, timedelta

from flask import render_template, session

from registry.web.door import desk, who
from registry.web.entry.forms import ProofForm

PROOF = "proven"
"""Where the session keeps that its account was asked again: whose it is, and when."""
LASTS = timedelta(minutes=5)


def is_proven() -> bool:
    """Whether whoever sits there has shown a moment ago that the account is theirs."""
    account, at = session.get(PROOF) or ("", "")
    return account == who().account_id and desk().clock() - datetime.fromisoformat(at) < LASTS


def proven() -> None:
    """They have shown it now."""
    session[PROOF] = [who().account_id, desk().clock().isoformat()]


def ask_first(then: str, status: int = 200) -> tuple[str, int]:
    """The page that asks, with nothing in it yet. then: the path that it leads to."""
    return ask_again(ProofForm(formdata=None), then, status)


def ask_again(form: ProofForm, then: str, status: int = 200) -> tuple[str, int]:
    """The page that asks, with what was wrong with the answer."""
    return render_template("entry/prove.html", form=form, then=then), status
