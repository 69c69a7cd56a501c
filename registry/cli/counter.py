"""`likeness counter`: propose other terms than those that were asked for, and take them up."""

from dataclasses import asdict
from typing import Any

import click

from registry.approvals.counters import OF_CONSENT, OF_USE, Counter
from registry.cli.common import acting, acting_option, at_desk, emit, json_option
from registry.cli.files import InputError

ANY = "any"
WORDS = ("media", "territories", "languages", "alterations_allowed")
YES_NO = {"yes": True, "no": False}
TERMS = click.option(
    "--term", "terms", metavar="TERM=VALUE", multiple=True, required=True,
    help="A term that would be another, and how; several words with commas between them.",
)  # fmt: skip
TEXT = click.option("--text", default="", help="Why, for whoever asked.")


@click.group()
def counter() -> None:
    """Counter-proposals: on which other terms one would agree. What was asked for stays asked for."""


@counter.command("consent")
@click.argument("consent_id", metavar="CONSENT")
@TERMS
@TEXT
@acting_option
@json_option
def to_consent(consent_id: str, terms: tuple[str, ...], text: str, email: str, as_json: bool) -> None:
    """Propose other terms of a consent that is asked for, such as --term max_uses=2 --term territories=US,CA.

    The terms: media, territories, languages, alterations_allowed, max_uses (each may be any), valid_from, valid_until,
    per_use_approval (yes or no), training, compensation (its wording).
    """
    proposed = {name: _of_consent(name, value) for name, value in _pairs(terms, OF_CONSENT).items()}
    with at_desk() as desk:
        emit({"counter": desk.counters.to_consent(acting(desk, email), consent_id, proposed, text)}, as_json)


@counter.command("use")
@click.argument("check_id", metavar="CHECK")
@TERMS
@TEXT
@acting_option
@json_option
def to_use(check_id: str, terms: tuple[str, ...], text: str, email: str, as_json: bool) -> None:
    """Propose other terms of the use that was declared for a check, such as --term territory=CA; --term scene= says none.

    The terms: medium, territory, language, character, scene, alteration.
    """
    proposed = {name: value or None for name, value in _pairs(terms, OF_USE).items()}
    with at_desk() as desk:
        emit({"counter": desk.counters.to_use(acting(desk, email), check_id, proposed, text)}, as_json)


@counter.command("list")
@click.option("--consent", "consent_id", metavar="CONSENT")
@click.option("--check", "check_id", metavar="CHECK")
@acting_option
@json_option
def list_counters(consent_id: str | None, check_id: str | None, email: str, as_json: bool) -> None:
    """What was proposed in the place of a consent or of the use of a check, the oldest first."""
    with at_desk() as desk:
        who = acting(desk, email)
        if consent_id is not None and check_id is None:
            found = desk.counters.of_consent(who, consent_id)
        elif check_id is not None and consent_id is None:
            found = desk.counters.of_check(who, check_id)
        else:
            raise InputError("Give either --consent or --check")
        emit([_facts(one) for one in found], as_json)


@counter.command("take-up")
@click.argument("counter_id", metavar="COUNTER")
@acting_option
@json_option
def take_up(counter_id: str, email: str, as_json: bool) -> None:
    """Ask again, on the terms that were proposed: a new request for a consent, or a draft of a declaration."""
    with at_desk() as desk:
        kind, made = desk.counters.take_up(acting(desk, email), counter_id)
        emit({kind: made}, as_json)


def _pairs(terms: tuple[str, ...], known: tuple[str, ...]) -> dict[str, str]:
    pairs = {}
    for term in terms:
        name, separator, value = term.partition("=")
        if not separator or name not in known:
            raise InputError(f"--term {term}: write it as TERM=VALUE, with one of {', '.join(known)}")
        pairs[name] = value.strip()
    return pairs


def _of_consent(name: str, value: str) -> Any:
    """A term as the scope writes it. Raises `InputError`."""
    if name == "per_use_approval":
        if value not in YES_NO:
            raise InputError(f"--term {name}={value}: yes or no")
        return YES_NO[value]
    if name == "max_uses" and value != ANY:
        if not (value.isascii() and value.isdigit()):
            raise InputError(f"--term {name}={value}: a number, or {ANY}")
        return int(value)
    if name in WORDS and value != ANY:
        return [word.strip() for word in value.split(",") if word.strip()]
    return value


def _facts(one: Counter) -> dict[str, Any]:
    return {
        "counter": one.id,
        "union": one.union_id,
        "person": one.person,
        "differences": [asdict(found) for found in one.differences],
        "text": one.text,
        "made_at": one.made_at.isoformat(),
        "open": one.open,
        "led_to": one.led_to,
    }
