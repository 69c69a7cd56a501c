"""What templates may call: texts in the reader's language, moments and dates in words, verdicts and their icons."""

from datetime import UTC, date, datetime
from typing import Any

from flask import Flask, flash
from markupsafe import Markup

from consent import texts as rule_texts
from registry import texts, web


def t(message_id: str, **params: Any) -> str:
    """A page's text."""
    return texts.say(message_id, web.language(), **params)


def rule(message_id: str, **params: Any) -> str:
    """A text of the rules: reasons, remedies, terms."""
    return rule_texts.say(message_id.replace(".", "-").replace("_", "-"), lang=web.language(), **params)


def when(moment: datetime | date | str | None) -> Markup:
    """A moment as a `<time>`: readable here, exact for machines. Without one, a dash."""
    if moment is None:
        return Markup("–")
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment.replace("Z", "+00:00"))
    if isinstance(moment, datetime):
        moment = moment.astimezone(UTC)
        shown = t("moment", date=moment.date().isoformat(), time=f"{moment:%H:%M}")
    else:
        shown = moment.isoformat()
    return Markup('<time datetime="{}">{}</time>').format(moment.isoformat(), shown)


def install(app: Flask) -> None:
    """Gives the templates their words."""

    @app.context_processor
    def words() -> dict[str, Any]:
        return {
            "t": t,
            "rule": rule,
            "when": when,
            "who": web.who(),
            "language": web.language(),
            "languages": texts.languages(),
            "could": lambda permission: web.could(web.who(), permission),
        }


def say_next(message_id: str, **params: str | int) -> None:
    """Says `message_id` on the next page that this browser opens."""
    flash([message_id, params])
