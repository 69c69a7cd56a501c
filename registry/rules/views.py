"""The rules: every ruleset with its source, every rule in words, and what was tried for one check."""

import re
from datetime import date
from typing import Any

from flask import Blueprint, render_template

from consent.clearance import Rule, shipped
from consent.texts import has_text
from registry.errors import NotFound
from registry.pages import rule as say_rule
from registry.pages import t, word
from registry.permissions import Permission
from registry.texts import CATALOGUE
from registry.web import desk, requires, who

pages = Blueprint("rules", __name__)

# In the order in which people look for them.
KINDS = ("agreement", "guidance", "law", "bill", "practice", "registry")


@pages.get("/rules")
@requires(Permission.PUBLIC)
def index() -> str:
    kinds = [(kind, [ruleset for ruleset in shipped() if ruleset.kind == kind]) for kind in KINDS]
    return render_template("rules/index.html", kinds=kinds, in_force=in_force)


@pages.get("/rules/<ruleset_id>")
@requires(Permission.PUBLIC)
def show(ruleset_id: str) -> str:
    ruleset = next((one for one in shipped() if one.id == ruleset_id), None)
    if ruleset is None:
        raise NotFound("ruleset", ruleset_id)
    return render_template(
        "rules/show.html",
        ruleset=ruleset,
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


def in_force(*rules: Rule) -> str:
    """From when to when rules hold, in words: each has its own days, several the widest."""
    since = None if any(rule.since is None for rule in rules) else min(rule.since for rule in rules if rule.since)
    until = None if any(rule.until is None for rule in rules) else max(rule.until for rule in rules if rule.until)
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
    return re.sub(r"\{\s*\$?[\w-]+\s*\}", "…", say_rule(rule.message))


def remedy(rule: Rule) -> str:
    """Whom to ask for what."""
    if rule.remedy is None:
        return ""
    whom, what = rule.remedy
    asked = t(f"rules-ask-{whom}") if CATALOGUE.has(f"rules-ask-{whom}") else word(whom)
    return t("ask-for", whom=asked, what=re.sub(r"\{\s*\$?[\w-]+\s*\}", "…", say_rule(what)))


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
