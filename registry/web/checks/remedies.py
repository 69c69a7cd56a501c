"""From no to yes: what a production can do about a check that is not cleared, each as a control."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for

from registry.checks.viewed import CheckView
from registry.web.pages import t

ANSWERED_BY = {"union", "commissioner", "commissioner_contact", "legal"}
"""Whose answers are asked for on the page of answers."""


@dataclass(frozen=True)
class Remedy:
    """One control: where it leads, its words, what it is about, and whether it is sent rather than followed."""

    href: str
    words: str
    help: str
    posts: bool = False


def remedies(check: CheckView) -> list[Remedy]:
    """What helps, as the reasons of this check ask for it; none for a check that is cleared, or was never decided."""
    if check.result is None or check.answer == "cleared" or check.declared is None or check.continued:
        return []
    asked = {str(remedy["ask"]).partition(":")[0] for remedy in _asked(check.result)}
    found = [
        Remedy(url_for("drafts.correct", check_id=check.id), t("remedy-correct"), t("remedy-correct-help"), posts=True)
    ]
    if "performer" in asked or "union" in asked:
        found += _consents(check)
    if asked & ANSWERED_BY:
        href = url_for("approvals.show", check_id=check.id)
        found.append(Remedy(href, t("remedy-answers"), t("remedy-answers-help")))
    if "review" in asked or any(person["boxes"] for person in check.result["persons"]):
        found.append(Remedy(url_for("reviews.looks", check_id=check.id), t("remedy-appeal"), t("remedy-appeal-help")))
    return found


def _asked(result: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for reasons in (result["reasons"], *(person["reasons"] for person in result["persons"])):
        for reason in reasons:
            if reason["remedy"] and reason["remedy"]["ask"] and reason["verdict"] != "cleared":
                yield reason["remedy"]


def _consents(check: CheckView) -> Iterator[Remedy]:
    """Asking whoever the production itself declared by their registry id; whom a name belongs to it is not told."""
    for row, entry in enumerate(check.declared["cast"] if check.declared else ()):
        if performer := entry.get("performer"):
            href = url_for("consents.new", production_id=check.production_id, check=check.id, row=row)
            yield Remedy(href, t("remedy-consent", performer=performer), t("remedy-consent-help"))
