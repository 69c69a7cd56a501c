"""Asking once more before something that cannot be undone."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import render_template

from registry.checks.foresight import Foreseen
from registry.web.pages import t


@dataclass(frozen=True)
class Irreversible:
    """What is about to be done. heading: it, in words; of, back: of whom or what, and the page that leads away from it;
    follows: what follows, one sentence each; action, fields: what the button sends; signed: where the same is signed with a
    passkey, for whoever has one."""

    heading: str
    of: str
    back: str
    follows: tuple[str, ...]
    action: str
    fields: Mapping[str, str] = field(default_factory=dict)
    signed: str | None = None


def sure(asked: Irreversible) -> str:
    """The page that asks."""
    return render_template("sure.html", asked=asked)


def stops(seen: Foreseen) -> str:
    """How much an act stops, in words."""
    return t("sure-files", files=seen.files, productions=seen.productions)
