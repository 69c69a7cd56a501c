"""Forms of counter-proposals: what was asked for, filled in, to be changed."""

from collections.abc import Mapping
from typing import Any

from wtforms import BooleanField, IntegerField, SelectField

from consent import terms
from consent.moments import parse_day
from registry.web.consents.forms import ANY
from registry.web.forms import (
    Form,
    LanguageField,
    LanguagesField,
    LineField,
    MultiCheckboxField,
    Optional,
    PlaceField,
    PlacesField,
    Required,
    RequiredDateField,
    TextField,
    choices,
    offer,
)


class ConsentCounterForm(Form):
    """Other terms of a consent."""

    media = MultiCheckboxField("consent-media-label", [Required()])
    territories = PlacesField("consent-territories-label", [Required()])
    languages = LanguagesField("consent-languages-label", [Required()])
    valid_from = RequiredDateField("consent-from-label", [Required()])
    valid_until = RequiredDateField("consent-until-label", [Required()])
    max_uses = IntegerField("consent-uses-label", [Optional()], render_kw={"min": 1})
    per_use_approval = BooleanField("consent-per-use-label")
    alterations_allowed = MultiCheckboxField("consent-alterations-label")
    training = SelectField("consent-training-label")
    compensation = LineField("consent-pay-terms-label", [Required()])
    text = TextField("counter-text-label", render_kw={"rows": 3, "maxlength": 1000})

    def __init__(self, scope: Mapping[str, Any], **options: Any) -> None:
        """scope: as it was asked for."""
        shown = dict(scope) | {
            "media": list(terms.MEDIA) if scope["media"] == ANY else scope["media"],
            "alterations_allowed": _listed(scope["alterations_allowed"], terms.ALTERATIONS),
            "territories": _listed_or_any(scope["territories"]),
            "languages": _listed_or_any(scope["languages"]),
            "max_uses": None if scope["max_uses"] == ANY else scope["max_uses"],
            "compensation": scope["compensation"]["terms"],
        }
        days = {name: parse_day(scope[name]) for name in ("valid_from", "valid_until")}
        known = {name: shown[name] for name in self._names()} | days
        super().__init__(data=known, **options)
        self._scope = scope
        for name, words, kind in (
            ("media", terms.MEDIA, ""),
            ("alterations_allowed", terms.ALTERATIONS, ""),
            ("training", terms.TRAINING, ""),
        ):
            offer(self[name], choices(words, kind))

    @staticmethod
    def _names() -> tuple[str, ...]:
        return (
            *("media", "territories", "languages", "max_uses", "per_use_approval", "alterations_allowed", "training"),
            "compensation",
        )

    def proposed(self) -> dict[str, Any]:
        """Every term as it is filled in, written as the scope writes it."""
        scope = self._scope
        return {
            "media": _unless_any(scope["media"], self.media.data, terms.MEDIA),
            "territories": _any_or_listed(self.territories.data),
            "languages": _any_or_listed(self.languages.data),
            "valid_from": self.valid_from.data.isoformat(),
            "valid_until": self.valid_until.data.isoformat(),
            "max_uses": self.max_uses.data or ANY,
            "per_use_approval": self.per_use_approval.data,
            "alterations_allowed": _unless_any(
                scope["alterations_allowed"], self.alterations_allowed.data, terms.ALTERATIONS
            ),
            "training": self.training.data,
            "compensation": self.compensation.data,
        }


class UseCounterForm(Form):
    """Other terms of a use."""

    medium = SelectField("use-medium", validators=[Required()])
    territory = PlaceField("use-territory", [Required()])
    language = LanguageField("use-language", [Required()])
    character = LineField("use-character")
    scene = LineField("use-scene")
    alteration = SelectField("use-alteration")
    text = TextField("counter-text-label", render_kw={"rows": 3, "maxlength": 1000})

    def __init__(self, use: Mapping[str, Any], **options: Any) -> None:
        super().__init__(data={name: use.get(name) or "" for name in self._names()}, **options)
        offer(self["medium"], choices(terms.MEDIA))
        offer(self["alteration"], [("", "–"), *choices(terms.ALTERATIONS)])

    @staticmethod
    def _names() -> tuple[str, ...]:
        return ("medium", "territory", "language", "character", "scene", "alteration")

    def proposed(self) -> dict[str, Any]:
        """Every term as it is filled in; an empty one says none."""
        return {name: self[name].data or None for name in self._names()}


def _listed(value: Any, words: Any) -> list[str]:
    return list(words) if value == ANY else list(value)


def _listed_or_any(value: Any) -> list[str]:
    return [ANY] if value == ANY else list(value)


def _any_or_listed(typed: list[str]) -> Any:
    return ANY if typed == [ANY] else typed


def _unless_any(asked: Any, ticked: list[str], words: Any) -> Any:
    """What is ticked, in the order in which it was asked; everything, where everything was asked, is still everything."""
    if asked == ANY:
        return ANY if len(ticked) == len(tuple(words)) else ticked
    return [word for word in asked if word in ticked] + [word for word in ticked if word not in asked]
