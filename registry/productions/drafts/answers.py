"""From a form to USE.json: the answers that were given, and what is wrong with them, each at its question."""

from typing import Any, Protocol

from registry.core import names
from registry.core.errors import Invalid
from registry.productions.contradictions import IN_USE, STAGE_OF
from registry.productions.declaration import DeclarationError, parse_declaration
from registry.productions.drafts.catalogue import OF_PERSON, QUESTIONS, TEMPORARY, Question
from registry.productions.drafts.known import PEOPLE, Known, Maker
from registry.productions.drafts.questions import Asked, asked

CODES = {"place": names.place_code, "language": names.language_code}
LONGEST = 2000
NAMES = 12
MEDIUM = {"animation": "series", "news": "live", "sketch": "social", "web": "social"}
_BOOLEANS = {"yes": True, "no": False}


class SubmittedFields(Protocol):
    """What werkzeug's MultiDict answers."""

    def getlist(self, key: str) -> list[str]: ...


def read(form: SubmittedFields) -> dict[str, Any]:
    """The answers in a form: known paths only, every text one or more clean lines of a bounded length."""
    questions = {one.path: one for one in QUESTIONS}
    questions |= {f"cast.{row}.{one.path}": one for row in range(PEOPLE) for one in OF_PERSON}
    found: dict[str, Any] = {}
    for path, question in questions.items():
        texts = [" ".join(line.split()) for text in form.getlist(path) for line in _lines(question, text[:LONGEST])]
        texts = [CODES[question.kind](text) if question.kind in CODES else text for text in texts if text]
        if texts:
            found[path] = texts if question.kind in ("several", "names") else texts[0]
    return found


def suggested(maker: Maker) -> dict[str, str]:
    """What most of a production's declarations say; it stands in the form to be corrected."""
    medium = MEDIUM.get(maker.kind, maker.kind)
    return {"use.medium": medium, "use.territory": maker.jurisdiction or "worldwide", "use.language": "en"}


def assumed(known: Known) -> dict[str, str]:
    """What a declaration says of its use although nobody was asked, since every declaration has to say it."""
    paths = {one.path for one in asked(known)}
    return {path.partition(".")[2]: value for path, value in suggested(known.maker).items() if path not in paths}


def _lines(question: Question, text: str) -> list[str]:
    return text.splitlines() if question.kind == "names" else [text]


def declaration(known: Known) -> dict[str, Any]:
    """USE.json as far as the answers go. What was not asked is not answered, whatever an earlier answer said."""
    relevant = asked(known)
    use: dict[str, Any] = {path.partition(".")[2]: value for path, value in suggested(known.maker).items()}
    use |= {"content": [], "character": None, "scene": None, "alteration": None}
    said: dict[str, Any] = {"production": known.maker.id, "unit": {"version": 1}, "asset": {}, "use": use}
    said["others"] = {"treatment": "none", "role": "background", "performed_as_shown": False}
    if known.element in STAGE_OF:
        said["asset"]["stage"] = STAGE_OF[known.element]
    for one in relevant:
        value = _value(one, known.get(one.path))
        if value is not _SILENT and not one.path.startswith(("cast.", "principles", "people", "names")):
            _put(said, one.path.split("."), value)
    if any(one.path == "principles" for one in relevant):
        said["principles"] = _principles(known)
    said["cast"] = _cast(known, relevant) if known.somebody else []
    names = [{"name": name, "where": "prompt"} for name in (known.get("names") or [])[:NAMES] if known.somebody]
    return said | ({"names": names} if names else {})


class _Silent:
    """Nothing was answered; not the same as null."""


_SILENT = _Silent()


def _value(one: Asked, text: Any) -> Any:
    kind = one.question.kind
    if text is None:
        return _SILENT
    if kind == "yes_no":
        return _BOOLEANS.get(text, text)
    if kind == "yes_no_unknown":
        return None if text == "unknown" else _BOOLEANS.get(text, text)
    if kind == "count":
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else text
    return text


def _put(content: dict[str, Any], path: list[str], value: Any) -> None:
    for part in path[:-1]:
        content = content.setdefault(part, {})
    content[path[-1]] = value


def _principles(known: Known) -> dict[str, str]:
    names = [one.path.partition(".")[2] for one in QUESTIONS if one.path.startswith("principles.")]
    everything = known.get("principles") == "all"
    said = {name: "yes" if everything else known.get(f"principles.{name}") or "unsure" for name in names}
    return said | ({TEMPORARY: "no"} if known.stage in IN_USE else {})


def _cast(known: Known, relevant: list[Asked]) -> list[dict[str, Any]]:
    cast = []
    for row in known.cast:
        entry: dict[str, Any] = {"performed_as_shown": False}  # is asked only where somebody may have performed it
        for one in relevant:
            value = _value(one, known.get(one.path)) if one.path.startswith(f"cast.{row}.") else _SILENT
            if value is not _SILENT:
                entry[one.question.path] = value
        who = entry.pop("who")
        entry["performer" if str(who).startswith("P-") else "name"] = who
        cast.append(entry)
    return cast


def wrong(known: Known) -> dict[str, str]:
    """Path of a question -> what is wrong with its answer, as a message id. Open questions are not wrong."""
    found: dict[str, str] = {}
    paths = {one.path for one in asked(known)}
    try:
        parse_declaration(declaration(known))
    except DeclarationError as error:
        for problem in error.problems:
            path = _question(problem.path.split("."), known, paths)
            if path is not None and known.get(path):
                found[path] = "draft-wrong" if problem.text == "declaration-field-wrong" else problem.text
    if len(known.get("names") or []) > NAMES:
        found["names"] = "draft-too-many-names"
    return found


def _question(parts: list[str], known: Known, paths: set[str]) -> str | None:
    """The question behind a path of USE.json, whose cast is numbered without gaps and whose people have names."""
    if parts[0] == "cast" and len(parts) > 1 and parts[1].isdigit():
        number = int(parts[1])
        parts = ["cast", str(known.cast[number]), *parts[2:]]
        if parts[2:3] in (["name"], ["performer"]) or len(parts) == 2:
            parts = [*parts[:2], "who"]
    while parts and ".".join(parts) not in paths:
        parts = parts[:-1]
    return ".".join(parts) or None


def parsed(known: Known) -> dict[str, Any]:
    """The declaration, complete. Raises `DeclarationError`; `Invalid` where more people are named than fit."""
    if len(known.get("names") or []) > NAMES:
        raise Invalid("draft-too-many-names")
    said = declaration(known)
    parse_declaration(said)
    return said
