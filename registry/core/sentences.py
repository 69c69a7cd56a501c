"""The sentences that a decision is told in: why, whom to ask for what, and what is still to be done.

Pages, API, command line and receipt take them from here, so that one check reads the same at every door. A reason comes as the
projection of a decision gives it: a message id with its parameters, which are worded in the reader's language.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from consent import texts as rules
from consent.spans import clock
from registry.core import texts


class AnsweringUnion(Protocol):
    """Whom to write to in a union."""

    @property
    def name(self) -> str: ...

    @property
    def contact(self) -> str: ...


def reason(of: Mapping[str, Any], lang: str = texts.DEFAULT) -> str:
    """What kept a verdict from being cleared, or what it rests on: in the rules' own words where it is a rule's."""
    message, params = str(of["message"]), dict(of.get("params") or {})
    if of.get("rule") and rules.has_text(message):
        return rules.say(message, lang, **params | {"person": of.get("person") or ""})
    params["person"] = of.get("person") or texts.say("somebody", lang)
    if "reason" in params:  # the matchers' own word for why a finding cannot be decided
        params["why"] = known((str(params["reason"]),), lang, params) or params["reason"]
    if "start_ms" in params:
        params |= {"start": clock(params["start_ms"]), "end": clock(params["end_ms"])}
    return known((f"reason-{message}", message), lang, params) or str(of.get("summary") or message)


def remedy(of: Mapping[str, Any], unions: Mapping[str, AnsweringUnion], role: str, lang: str = texts.DEFAULT) -> str:
    """Whom to ask, and for what, as it is said to a viewer in this role. `unions`: by id, as far as they may be named."""
    kind, _, name = str(of["ask"]).partition(":")
    union = unions.get(name or str(of.get("whom")))
    names = {
        "union": union.name if union else texts.say("the-union", lang),
        "contact": union.contact if union else "–",
    }
    said = (f"ask-{kind}-for-{role}", f"ask-{kind}")
    whom = next((texts.say(one, lang, **names) for one in said if texts.CATALOGUE.has(one)), None) or word(kind, lang)
    wanted = of.get("for")
    if not wanted:
        return whom
    return texts.say("ask-for", lang, whom=whom, what=known((f"remedy-{wanted}", str(wanted)), lang, {}) or wanted)


def duty(of: Mapping[str, Any], lang: str = texts.DEFAULT) -> str:
    """Who has to be told or given what."""
    kind, whom = str(of["kind"]), str(of["whom"])
    return known((f"duty-{kind}",), lang, {"whom": whom}) or f"{word(kind, lang)}: {word(whom, lang)}"


def known_from(of: Mapping[str, Any], lang: str = texts.DEFAULT) -> str:
    """What of a film was known from an earlier version of it; see `registry.checks.examining.known`."""
    said = (texts.say("check-span", lang, start=clock(start), end=clock(end)) for start, end in of["spans"])
    params = {"known": of["known"], "of": of["of"], "version": of["version"], "check": of["check"]}
    kind = "all" if of["known"] == of["of"] else "some" if of["known"] else "none"
    return texts.say(f"check-known-{kind}", lang, times=", ".join(said), **params)


def pieces(done: int, of: int, seconds_left: int | None, lang: str = texts.DEFAULT) -> str:
    """How far a check is whose file is looked at in pieces."""
    if seconds_left is None:
        return texts.say("check-pieces", lang, done=done, pieces=of)
    return texts.say("check-pieces-left", lang, done=done, pieces=of, left=round(seconds_left / 60))


def word(value: str, lang: str = texts.DEFAULT, kind: str = "") -> str:
    """A word of the closed vocabulary; `kind` tells words apart that lists share, such as `none`."""
    return known((f"choice-{kind}-{value}", f"choice-{value}", f"word-{value}"), lang, {}) or value.replace("_", " ")


def known(message_ids: Sequence[str], lang: str, params: Mapping[str, Any]) -> str | None:
    """The text of the first of these ids that some catalogue has: the front desk's, then the rules'."""
    for message_id in message_ids:
        for has, say in ((texts.CATALOGUE.has, texts.say), (rules.has_text, rules.say)):
            if has(message_id):
                return say(message_id, lang, **params)
    return None
