"""What templates may call: texts in the reader's language, moments and dates in words, verdicts and their icons."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from babel.dates import format_date
from flask import Flask, flash, url_for
from flask_login import current_user
from markupsafe import Markup

from consent import texts as rule_texts
from consent.verdicts import answer
from matching.senses import FIRST
from registry.core import names, sentences, texts
from registry.core.permissions import ANONYMOUS, Identity, Permission, could
from registry.people.accounts.browsers import named
from registry.web import door
from registry.web.glossary import term_of
from registry.web.lists import page_address
from registry.web.told import notices_told, performer_names

# The style sheet's name for each answer; it is also the name of its icon.
TONES = {
    "cleared": "cleared",
    "notify_only": "notify",
    "needs_approval": "approval",
    "blocked": "blocked",
    "cannot_decide": "undecided",
    "none": "neutral",
}


def t(message_id: str, **params: Any) -> str:
    """A page's text."""
    return texts.say(message_id, door.language(), **params)


def rule(message_id: str, **params: Any) -> str:
    """A text of the rules: reasons, remedies, terms."""
    return rule_texts.say(message_id, door.language(), **params)


def word(value: str, kind: str = "") -> str:
    """A word of the closed vocabulary, as pages show it; `kind` tells words apart that lists share, such as `none`."""
    return sentences.word(value, door.language(), kind)


def reason_words(reason: Mapping[str, Any]) -> str:
    """See sentences.reason: in the reader's language."""
    return sentences.reason(reason, door.language())


def ask_words(remedy: Mapping[str, Any], unions: Mapping[str, Any], role: str) -> str:
    """See sentences.remedy: in the reader's language."""
    return sentences.remedy(remedy, unions, role, door.language())


def duty_words(duty: Mapping[str, Any]) -> str:
    """See sentences.duty: in the reader's language."""
    return sentences.duty(duty, door.language())


OF_CODES = {
    "territory": names.PLACES, "territories": names.PLACES,
    "language": names.LANGUAGES, "languages": names.LANGUAGES,
}  # fmt: skip
"""Terms whose values are codes."""


def use_words(key: str, value: Any) -> str:
    """One entry of a declared use: its words, or the value as it was declared."""
    if isinstance(value, bool):
        return t("yes") if value else t("no")
    if key in OF_CODES:
        codes = value if isinstance(value, list) else [value]
        return ", ".join(OF_CODES[key].name(str(code), door.language()) for code in codes)
    if isinstance(value, list):
        return ", ".join(word(str(part)) for part in value) or "–"
    return word(value) if key in ("medium", "alteration", "exemption", "purpose") else str(value)


def hint(message_id: str) -> str | None:
    """A page's text; None where there is none under this id."""
    return t(message_id) if texts.CATALOGUE.has(message_id) else None


def zone_of(zone: str) -> str:
    """A time zone by its name."""
    return names.zone_name(zone, door.language())


def names_of(kind: str) -> Iterable[str]:
    """The names that a field of this kind offers while somebody types."""
    return names.KINDS[kind].offered(door.language()).values()


def day_words(day: date) -> str:
    """A day, such as "10 January 2027"."""
    return format_date(day, "d MMMM y", door.language())


def when(moment: datetime | date | str | None) -> Markup:
    """A moment as a `<time>`: readable here, exact for machines. Without one, a dash."""
    if moment is None:
        return Markup("–")
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment.replace("Z", "+00:00"))
    if isinstance(moment, datetime):
        moment = moment.astimezone(UTC)
        shown = t("moment", date=day_words(moment.date()), time=f"{moment:%H:%M}")
    else:
        shown = day_words(moment)
    return Markup('<time datetime="{}">{}</time>').format(moment.isoformat(), shown)


@dataclass(frozen=True)
class Door:
    """One of the rooms that this account may enter. count: how much in it is new or waits."""

    kind: str
    icon: str
    href: str
    words: str
    count: int = 0


def doors(who: Identity) -> list[Door]:
    """The account's rooms, in the order of its ties."""
    found = []
    represented = performer_names(performer for performer, _kind in who.represents)
    for performer in dict.fromkeys([who.performer_id, *represented]):
        if performer:
            own = performer == who.performer_id
            words = t("door-performer") if own else t("door-represented", performer=represented[performer])
            found.append(Door("performer", "person", url_for("performers.show", performer_id=performer), words))
    for union in sorted(who.unions):
        name = door.desk().unions.get(union).name
        found.append(Door("union", "people", url_for("unions.show", union_id=union), name))
    if who.unions or who.is_neutral:
        found.append(Door("reviews", "ask", url_for("reviews.index"), t("door-reviews")))
    if who.productions:
        found.append(Door("production", "film", url_for("productions.index"), t("door-production")))
    if who.account_id != ANONYMOUS.account_id:
        waits = door.desk().waiting_for.count(who)
        found.append(Door("waiting", "approval", url_for("waiting.index"), t("door-waiting"), waits))
        unread = door.desk().inbox.unread(who)
        found.append(Door("inbox", "notify", url_for("inbox.index"), t("door-inbox"), unread))
    if could(who, Permission.INSTANCE_ADMINISTER):
        found.append(Door("administration", "neutral", url_for("accounts.administration"), t("administration")))
    return found


def install(app: Flask) -> None:
    """Gives the templates their words."""
    functions = (
        t,
        rule,
        word,
        notices_told,
        named,
        when,
        day_words,
        hint,
        names_of,
        zone_of,
        term_of,
        reason_words,
        ask_words,
        duty_words,
        use_words,
        page_address,
    )
    words = {function.__name__: function for function in functions}
    app.jinja_env.globals.update(words, answer_of=answer, plays=door.plays, tone=TONES.__getitem__)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    @app.context_processor
    def viewer() -> dict[str, Any]:
        who = door.who()
        return {
            "who": who,
            "signed_in": current_user.is_authenticated,
            "doors": [] if getattr(current_user, "halfway", False) else doors(who),
            "language": door.language(),
            "here": door.here,
            "usual_sense": FIRST,
            "passkeys_work": door.places() is not None,
            "languages": {known: texts.say("language-own-name", known) for known in texts.languages()},
        }


def say_next(message_id: str, **params: str | int) -> None:
    """Says `message_id` on the next page that this browser opens."""
    flash([message_id, params])  # type: ignore[arg-type] # Flask keeps whatever JSON can hold, its types know text alone
