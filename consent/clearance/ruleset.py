"""Rulesets: readable data files, one for each agreement, guidance or law. The loader refuses what it does not understand.

A file has a `[ruleset]` head (id, version, title, kind, source, and the gate that says when it speaks), and `[[rule]]`
entries. A rule names its clause in the source, how far the source is trusted, its layer, a condition with parameters,
the verdict, a message and a remedy. `[[allowance]]` entries waive a kind of consent or cap the verdict of its absence
(`about`: of these kinds alone).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_origin

from consent import terms
from consent.clearance import conditions
from consent.clearance.condition import CONDITIONS, Condition
from consent.clearance.rule import Rule, Ruleset
from consent.rulesets import FILES

FOLDER = Path(__file__).parent.parent / "rulesets"
KINDS = ("registry", "guidance", "agreement", "law", "bill", "practice")
DATES = ("use", "photography", "check", "release")
ASKED = ("performer", "production", "commissioner", "union", "guardian", "estate", "legal", "registry")
# What an allowance sets aside besides a missing consent: nothing, refusals, or exclusions and training too.
SETS_ASIDE = ("nothing", "refusals", "everything")
DUTY_KINDS = ("notify", "disclose", "report_usage", "bargain", "compensate", "delete")
WHOM = ("commissioner_contact", "union", "writer", "public", "performer", "guardian", "custodian", "plan")

conditions.load()


class RulesetError(ValueError):
    """A data file that cannot be understood: file, rule, key and why."""

    def __init__(self, file: str, rule: str, key: str, why: str) -> None:
        super().__init__(f"{file}: rule {rule}: {key}: {why}")
        self.file, self.rule, self.key, self.why = file, rule, key, why


@cache
def shipped() -> tuple[Ruleset, ...]:
    """All rulesets of this version, by id. Raises RulesetError where one cannot be read, or a file of them is gone."""
    for name in FILES:
        if not (FOLDER / name).is_file():
            raise RulesetError(name, "-", "-", "the file is missing")
    return tuple(sorted((load(file) for file in files()), key=lambda ruleset: ruleset.id))


def files() -> list[Path]:
    """The file of every ruleset that ships, without the further files of a long one."""
    return sorted(file for file in FOLDER.glob("*.toml") if "." not in file.stem)


def load(file: Path) -> Ruleset:
    """One ruleset: its file, and those by theme that stand beside it (`registry.scope.toml`). Raises RulesetError."""
    main = file.with_name(f"{file.stem.partition('.')[0]}.toml")
    themes = sorted(file.parent.glob(f"{main.stem}.*.toml"))
    return build(_decoded(main), main.name, {theme.name: _decoded(theme) for theme in themes})


def _decoded(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RulesetError(file.name, "-", "-", f"not TOML: {error}") from None


def build(data: Mapping[str, Any], file: str, themes: Mapping[str, Mapping[str, Any]] | None = None) -> Ruleset:
    """A ruleset from decoded TOML; `themes`: further files of it, by name, with rules only. Raises RulesetError."""
    _known(data, ("ruleset", "rule", "allowance"), file, "-")
    for name, theme in (themes or {}).items():
        _known(theme, ("rule", "allowance"), name, "-")
    head = data.get("ruleset", {})
    _known(head, ("id", "version", "title", "kind", "source", "trust", "when", "with"), file, "ruleset")
    read = _Entry(file, "ruleset", head)
    gate = read.condition("gate")
    ruleset = Ruleset(
        id=read.text("id"),
        version=read.text("version"),
        title=read.text("title"),
        kind=read.word("kind", KINDS),
        source=read.text("source"),
        trust=read.word("trust", terms.TRUST_GRADES),
        gate=gate,
        gate_params=read.parameters(gate),
    )
    if file != f"{ruleset.id}.toml":
        raise RulesetError(file, "ruleset", "id", "a file is named after its ruleset")
    parts = {file: data, **(themes or {})}
    rules = [_rule(ruleset, entry, name) for name, part in parts.items() for entry in part.get("rule", [])]
    rules += [_allowance(ruleset, entry, name) for name, part in parts.items() for entry in part.get("allowance", [])]
    names = [rule.id for rule in rules]
    for name in names:
        if names.count(name) > 1:
            raise RulesetError(file, name, "id", "two rules have this id")
    object.__setattr__(ruleset, "rules", tuple(rules))
    return ruleset


_COMMON = ("id", "clause", "trust", "when", "with", "message", "met", "remedy", "from", "until", "on")


def _rule(ruleset: Ruleset, entry: Mapping[str, Any], file: str) -> Rule:
    read = _Entry(file, str(entry.get("id", "?")), entry)
    _known(entry, (*_COMMON, "layer", "verdict", "duty", "final"), file, read.rule)
    condition = read.condition("case", "person", "consent", "absence", "prohibition")
    if entry.get("verdict") == "notify_only" and "duty" not in entry:
        raise read.refuse("duty", "under notify_only somebody has to be told: say what, and whom")
    return Rule(
        layer=read.word("layer", terms.LAYERS),  # type: ignore[arg-type]
        verdict=read.word("verdict", terms.VERDICTS),  # type: ignore[arg-type]
        duty=read.pair("duty", "kind", DUTY_KINDS, "whom", WHOM),
        final=read.flag("final"),
        **_shared(ruleset, read, condition),
    )


def _allowance(ruleset: Ruleset, entry: Mapping[str, Any], file: str) -> Rule:
    read = _Entry(file, str(entry.get("id", "?")), entry)
    _known(entry, (*_COMMON, "waives", "at_most", "about", "sets_aside", "always"), file, read.rule)
    condition = read.condition("allowance")
    waives = read.words("waives", terms.CONSENT_KINDS)
    if bool(waives) is ("at_most" in entry):
        raise RulesetError(file, read.rule, "waives", "an allowance either waives kinds of consent or has `at_most`")
    if entry.get("at_most") == "notify_only":
        raise read.refuse("at_most", "under notify_only somebody has to be told, and an allowance cannot say whom")
    return Rule(
        layer="performer_consent",
        verdict="cleared" if waives else read.word("at_most", terms.VERDICTS),  # type: ignore[arg-type]
        waives=waives,
        about=read.words("about", terms.CONSENT_KINDS),
        sets_aside=read.word("sets_aside", SETS_ASIDE) if "sets_aside" in entry else "nothing",
        always=read.flag("always"),
        **_shared(ruleset, read, condition),
    )


def _shared(ruleset: Ruleset, read: _Entry, condition: Condition) -> dict[str, Any]:
    clause = read.text("clause")
    return {
        "ruleset": ruleset.id,
        "id": read.text("id"),
        "clause": clause,
        "trust": read.word("trust", terms.TRUST_GRADES) if "trust" in read.entry else ruleset.trust,
        "condition": condition,
        "params": read.parameters(condition),
        "message": read.text("message"),
        "met": read.text("met") if "met" in read.entry else None,
        "remedy": read.pair("remedy", "ask", ASKED, "for", None),
        "source": f"{ruleset.source}, {clause}",
        "judged_on": read.word("on", DATES) if "on" in read.entry else "use",
        "since": read.day("from"),
        "until": read.day("until"),
    }


def _known(entry: object, keys: tuple[str, ...], file: str, rule: str) -> None:
    if not isinstance(entry, Mapping):
        raise RulesetError(file, rule, "-", "a table is needed")
    for key in entry:
        if key not in keys:
            raise RulesetError(file, rule, key, f"unknown key (known: {', '.join(keys)})")


class _Entry:
    """One table of a data file, read key by key."""

    def __init__(self, file: str, rule: str, entry: Mapping[str, Any]) -> None:
        self.file, self.rule, self.entry = file, rule, entry

    def refuse(self, key: str, why: str) -> RulesetError:
        return RulesetError(self.file, self.rule, key, why)

    def text(self, key: str) -> str:
        value = self.entry.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.refuse(key, "a text is needed")
        return value

    def word(self, key: str, known: tuple[str, ...]) -> str:
        value = self.text(key)
        if value not in known:
            raise self.refuse(key, f"{value!r} is not one of {', '.join(known)}")
        return value

    def words(self, key: str, known: tuple[str, ...]) -> frozenset[str]:
        value = self.entry.get(key, [])
        if not isinstance(value, list) or any(item not in known for item in value):
            raise self.refuse(key, f"a list of {', '.join(known)}")
        return frozenset(value)

    def flag(self, key: str) -> bool:
        value = self.entry.get(key, False)
        if not isinstance(value, bool):
            raise self.refuse(key, "true or false")
        return value

    def day(self, key: str) -> date | None:
        value = self.entry.get(key)
        if value is not None and type(value) is not date:
            raise self.refuse(key, "a date, such as 2026-08-02")
        return value

    def pair(
        self, key: str, first: str, firsts: tuple[str, ...], second: str, seconds: tuple[str, ...] | None
    ) -> tuple[str, str] | None:
        if key not in self.entry:
            return None
        _known(self.entry[key], (first, second), self.file, f"{self.rule}.{key}")
        inner = _Entry(self.file, f"{self.rule}.{key}", self.entry[key])
        return inner.word(first, firsts), inner.word(second, seconds) if seconds else inner.text(second)

    def condition(self, *subjects: str) -> Condition:
        name = self.text("when")
        found = CONDITIONS.get(name)
        if found is None or found.subject not in subjects:
            raise self.refuse("when", f"no condition {name!r} for {' or '.join(subjects)}")
        return found

    def parameters(self, condition: Condition) -> dict[str, Any]:
        given = self.entry.get("with", {})
        wanted = condition.parameters
        _known(given, tuple(name.rstrip("_") for name in wanted), self.file, f"{self.rule}.with")
        values = {}
        for name, annotation in wanted.items():
            key = name.rstrip("_")
            if key not in given:
                raise self.refuse(f"with.{key}", f"condition {condition.name} needs it")
            values[name] = self._value(f"with.{key}", given[key], annotation)
        return values

    def _value(self, key: str, value: object, annotation: Any) -> Any:
        if get_origin(annotation) is dict:
            if not isinstance(value, dict) or not all(_texts(items) for items in value.values()):
                raise self.refuse(key, "a table of lists of texts")
            for word in (*value, *(item for items in value.values() for item in items)):
                self._in_vocabulary(key, word)
            return value
        if get_origin(annotation) is frozenset or annotation is frozenset:
            if not _texts(value):
                raise self.refuse(key, "a list of texts")
            for word in value:  # type: ignore[attr-defined]
                self._in_vocabulary(key, word)
            return frozenset(value)  # type: ignore[call-overload]
        if annotation is float and type(value) is int:
            return float(value)
        if type(value) is not annotation:
            raise self.refuse(key, f"{annotation.__name__} is needed")
        if annotation is str:
            self._in_vocabulary(key, str(value))
        return value

    def _in_vocabulary(self, key: str, word: str) -> None:
        if word not in _vocabulary() and not (word.isupper() or word == terms.WORLDWIDE):
            raise self.refuse(key, f"{word!r} is not a word of the vocabulary")


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


@cache
def _vocabulary() -> frozenset[str]:
    """Every word that a case may contain, and its keys."""
    from consent.clearance.case import Case, ConsentTerms, Principles, Union

    words = {word for alias in vars(terms).values() if get_origin(alias) is not None for word in get_args(alias)}
    keys = {*Case.model_fields, *ConsentTerms.model_fields, *Principles.model_fields, *Union.model_fields}
    return frozenset({word for word in words if isinstance(word, str)} | keys | {"affiliate", "non_affiliate"})
