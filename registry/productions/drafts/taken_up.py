"""From USE.json back to the answers of the form, so that a declaration that was checked can be corrected."""

from collections.abc import Mapping
from typing import Any

from registry.productions.contradictions import IN_USE
from registry.productions.drafts.catalogue import OF_PERSON, QUESTIONS, TEMPORARY, Question

_APART = ("people", "names", "principles")


def taken_up(declared: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that this declaration says, as a form sends them: the other direction of `answers.declaration`.

    What the form does not ask of such a use, it leaves out again when the declaration is written anew.
    """
    cast, names = declared.get("cast") or [], [one["name"] for one in declared.get("names") or []]
    found: dict[str, Any] = {"people": "somebody" if cast or names else "nobody", "names": names}
    found |= _principles(declared.get("principles") or {}, declared["asset"].get("stage"))
    for question in QUESTIONS:
        if question.path.partition(".")[0] not in _APART:
            found[question.path] = _text(question, _at(declared, question.path))
    for row, entry in enumerate(cast):
        found[f"cast.{row}.who"] = entry.get("performer") or entry.get("name")
        for question in OF_PERSON:
            if question.path != "who":
                found[f"cast.{row}.{question.path}"] = _text(question, entry.get(question.path, _SILENT))
    return {path: value for path, value in found.items() if value not in (None, "", [])}


_SILENT = object()


def _at(content: Any, path: str) -> Any:
    for part in path.split("."):
        if not isinstance(content, Mapping) or part not in content:
            return _SILENT
        content = content[part]
    return content


def _text(question: Question, value: Any) -> Any:
    if value is _SILENT:
        return None
    if value is None:
        return "unknown" if question.kind == "yes_no_unknown" else None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return [str(one) for one in value]
    return str(value)


def _principles(said: Mapping[str, str], stage: str | None) -> dict[str, str]:
    if not said:
        return {}
    asked = {name: answer for name, answer in said.items() if not (name == TEMPORARY and stage in IN_USE)}
    if set(asked.values()) == {"yes"}:
        return {"principles": "all"}
    return {"principles": "some"} | {f"principles.{name}": answer for name, answer in asked.items()}
