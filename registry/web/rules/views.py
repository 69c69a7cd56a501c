"""The rules: every ruleset with its source, every rule in words, and what was tried for one check."""

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from flask import Blueprint, render_template

from consent import texts as rule_texts
from consent.clearance import Rule, Ruleset, shipped
from consent.texts import has_text
from registry.core import texts
from registry.core.errors import NotFound
from registry.core.permissions import Permission
from registry.core.texts import CATALOGUE
from registry.web.door import desk, requires, who
from registry.web.glossary import TERMS
from registry.web.pages import rule as say_rule
from registry.web.pages import t, word

pages = Blueprint("rules", __name__)

# In the order in which people look for them.
KINDS = ("agreement", "guidance", "law", "bill", "practice", "registry")


@pages.get("/rules")
@requires(Permission.PUBLIC)
def index() -> str:
    kinds = [(kind, [ruleset for ruleset in shipped() if ruleset.kind == kind]) for kind in KINDS]
    return render_template("rules/index.html", kinds=kinds, term=term)


@pages.get("/glossary")
@requires(Permission.PUBLIC)
def glossary() -> str:
    return render_template("rules/glossary.html", terms=TERMS)


@pages.get("/rules/<ruleset_id>")
@requires(Permission.PUBLIC)
def show(ruleset_id: str) -> str:
    ruleset = next((one for one in shipped() if one.id == ruleset_id), None)
    if ruleset is None:
        raise NotFound("ruleset", ruleset_id)
    return render_template(
        "rules/show.html",
        ruleset=ruleset,
        term=term,
        in_force=in_force,
        meaning=meaning,
        message=message,
        remedy=remedy,
        parameters=parameters,
    )


@pages.get("/checks/<check_id>/rules")
@requires(Permission.CHECK_READ)
def chain(check_id: str) -> str:
    explained = desk().explanations.of(who(), check_id)
    titles = {ruleset.id: ruleset.title for ruleset in shipped()}
    return render_template(
        "rules/chain.html",
        check=desk().checks.get(who(), check_id),
        explained=explained,
        titles=titles,
        meaning=meaning,
        remedy=remedy,
    )


def term(ruleset: Ruleset) -> str:
    """From when to when a ruleset holds, in words: an agreement says so itself, of laws the first and last day count."""
    said = next((rule.params for rule in ruleset.rules if rule.condition.name == "outside_term"), None)
    if said is not None:
        return _between(said["since"], said["until"])
    since = [rule.since for rule in ruleset.rules if rule.since is not None]
    until = [rule.until for rule in ruleset.rules if rule.until is not None]
    count = len(ruleset.rules)
    return _between(min(since) if len(since) == count else None, max(until) if len(until) == count else None)


def in_force(rule: Rule) -> str:
    """From when to when a rule holds, in words."""
    return _between(rule.since, rule.until)


def _between(since: date | None, until: date | None) -> str:
    if until is not None and until.year == date.max.year:
        until = None
    if since is None and until is None:
        return t("rules-any-day")
    if until is None:
        return t("rules-from", since=since)
    return t("rules-until", until=until) if since is None else t("rules-between", since=since, until=until)


def meaning(rule: Rule) -> str:
    """What the rule's condition looks for."""
    said = f"condition-{rule.condition.name}"
    return say_rule(said) if has_text(said) else rule.condition.summary


def message(rule: Rule) -> str:
    """What is said where the rule bites; what only a case can fill in is left open."""
    return _open(rule.message, rule)


def remedy(rule: Rule) -> str:
    """Whom to ask for what."""
    if rule.remedy is None:
        return ""
    whom, what = rule.remedy
    asked = t(f"rules-ask-{whom}") if CATALOGUE.has(f"rules-ask-{whom}") else word(whom)
    return t("ask-for", whom=asked, what=_open(what, rule))


def _open(message_id: str, rule: Rule) -> str:
    given = {name: value for name, value in rule.params.items() if isinstance(value, int | float | date | str)}
    return say_rule(message_id, **(dict.fromkeys(_variables(), "…") | given))


@cache
def _variables() -> frozenset[str]:
    """Everything that a text of the rules may want to have filled in."""
    source = Path(rule_texts.__file__).with_name(f"{texts.DEFAULT}.ftl").read_text(encoding="utf-8")
    return frozenset(re.findall(r"\$(\w+)", source))


def parameters(rule: Rule) -> list[tuple[str, str]]:
    """The numbers and lists that the data file gives the condition."""
    return [(_label(name), _value(value)) for name, value in sorted(rule.params.items())]


def _label(name: str) -> str:
    said = f"parameter-{name.rstrip('_')}"
    return t(said) if CATALOGUE.has(said) else name.rstrip("_").replace("_", " ")


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return t("yes") if value else t("no")
    if isinstance(value, frozenset | list | tuple):
        return ", ".join(word(str(part)) for part in sorted(value)) or "–"
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:g}" if isinstance(value, float) else word(str(value))
