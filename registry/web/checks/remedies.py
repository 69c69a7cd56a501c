"""From no to yes: what a production can do about a check that is not cleared, each as a control."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for

from registry.checks.deciding.reasons import UNLICENSED
from registry.checks.viewed import CheckView
from registry.web.pages import t


@dataclass(frozen=True)
class Remedy:
    """One control: where it leads (None: nobody here can do it, and the words say why), its words, what it is about, and whether it
    is sent rather than followed."""

    href: str | None
    words: str
    help: str
    posts: bool = False


def remedies(check: CheckView) -> list[Remedy]:
    """What helps, as the reasons of this check ask for it; none for a check that is cleared, was never decided, or is compared
    again."""
    if check.over:
        return [*_renew(check), *_answers(check), *_history(check)]
    if check.result is None or check.answer == "cleared" or check.declared is None or check.continued:
        return []
    asked = set(_asked(check.result))
    if any(person["boxes"] for person in check.result["persons"]):
        asked.add("review")
    found = list(_correct(check))
    for control in dict.fromkeys(
        control for whom, controls in CONTROLS.items() if whom in asked for control in controls
    ):
        found += [one for one in control(check) if one not in found]
    return found


def _asked(result: Mapping[str, Any]) -> Iterator[str]:
    """Whom the reasons ask. A union that is asked for a performer's consent stands for the performer."""
    for reasons in (result["reasons"], *(person["reasons"] for person in result["persons"])):
        for reason in reasons:
            if reason["remedy"] and reason["remedy"]["ask"] and reason["verdict"] != "cleared":
                whom = str(reason["remedy"]["ask"]).partition(":")[0]
                yield "performer" if reason["message"] == UNLICENSED else whom


def _consents(check: CheckView) -> Iterator[Remedy]:
    """Asking whoever the production itself declared by their registry id; whom a name belongs to it is not told."""
    for row, entry in enumerate(check.declared["cast"] if check.declared else ()):
        if performer := entry.get("performer"):
            href = url_for("consents.new", production_id=check.production_id, check=check.id, row=row)
            yield Remedy(href, t("remedy-consent", performer=performer), t("remedy-consent-help"))
        elif entry.get("name"):
            yield Remedy(None, t("remedy-consent-of-name", name=entry["name"]), t("remedy-consent-of-name-help"))


def _correct(check: CheckView) -> Iterator[Remedy]:
    href = url_for("drafts.correct", check_id=check.id)
    yield Remedy(href, t("remedy-correct"), t("remedy-correct-help"), posts=True)


def _renew(check: CheckView) -> Iterator[Remedy]:
    href = url_for("drafts.correct", check_id=check.id)
    yield Remedy(href, t("remedy-renew"), t("remedy-renew-help"), posts=True)


def _answers(check: CheckView) -> Iterator[Remedy]:
    href = url_for("approvals.show", check_id=check.id)
    yield Remedy(href, t("remedy-answers"), t("remedy-answers-help"))


def _appeal(check: CheckView) -> Iterator[Remedy]:
    href = url_for("reviews.looks", check_id=check.id)
    yield Remedy(href, t("remedy-appeal"), t("remedy-appeal-help"))


def _history(check: CheckView) -> Iterator[Remedy]:
    if check.unit:
        href = url_for("shots.show", production_id=check.production_id, unit=check.unit)
        yield Remedy(href, t("remedy-history"), t("remedy-history-help"))


def _registry(_check: CheckView) -> Iterator[Remedy]:
    yield Remedy(None, t("remedy-registry"), t("remedy-registry-help"))


CONTROLS: Mapping[str, tuple[Callable[[CheckView], Iterator[Remedy]], ...]] = {
    "performer": (_consents, _answers),
    "guardian": (_consents, _answers),
    "estate": (_consents, _answers),
    "union": (_answers,),
    "commissioner": (_answers,),
    "commissioner_contact": (_answers,),
    "legal": (_answers,),
    "production": (_correct, _answers, _history),
    "review": (_appeal,),
    "registry": (_registry,),
    "operator": (_registry,),
}
"""Whoever a reason asks -> what the production can do about it here. Nobody is left out: where nobody here can do anything, it says
so."""
