"""Floor terms as forms: one dimension of a consent at a time, with the choices that this dimension has."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from wtforms import Field, HiddenField, IntegerField, RadioField, SelectField

from consent import terms
from consent.document.fields import ANY
from consent.document.floor import DIMENSIONS
from consent.document.model import SENSITIVE
from consent.moments import parse_day
from registry.core import names
from registry.web import door
from registry.web.forms import (
    Form,
    LanguagesField,
    LineField,
    MultiCheckboxField,
    Optional,
    PlacesField,
    Required,
    RequiredDateField,
    choices,
    offer,
)
from registry.web.pages import t, when, word

NOBODY_ELSE = ""
YES_NO = ("yes", "no")

SEVERAL: Mapping[str, tuple[str, ...]] = {
    "kind": terms.CONSENT_KINDS,
    "modalities": terms.MODALITIES,
    "media": terms.MEDIA,
    "alterations_allowed": terms.ALTERATIONS,
    "sensitive_content": SENSITIVE,
    "exclusions": terms.EXCLUSIONS,
}
ONE: Mapping[str, tuple[str, ...]] = {
    "exploitation_after_end": ("none", "finished_work_only"),
    "training": terms.TRAINING,
    "strike_behaviour": ("suspend_all_use", "suspend_new_generation"),
    "survives_death": ("no", "yes"),
}
YES_OR_NO = ("realtime_generation", "per_use_approval", "condition_of_employment")
DAYS = ("valid_from", "valid_until")
# Lists whose words others share: their own name in the catalogue.
KINDS = {"modalities": "modality", "exploitation_after_end": "exploitation", "survives_death": "death"}
EMPTY_MEANS_SOMETHING = ("alterations_allowed", "sensitive_content", "exclusions")


class FloorForm(Form):
    """The widest that one dimension of a consent may be. `value` is made for the dimension: `floor_form`."""

    dimension = HiddenField()
    agreement = SelectField("floor-agreement-label")
    value: Field

    def widest(self) -> Any:
        """The value as JSON."""
        dimension, chosen = str(self.dimension.data), self.value.data
        if dimension in YES_OR_NO:
            return chosen == "yes"
        if dimension == "max_uses":
            return ANY if chosen is None else chosen
        if dimension == "scenes":
            return [part.strip() for part in chosen.split(",") if part.strip()]
        return chosen.isoformat() if isinstance(chosen, date) else chosen


def floor_form(dimension: str, agreements: Iterable[str]) -> FloorForm:
    """The form for one of the dimensions. KeyError for a word that is none."""
    made: type[FloorForm] = type("FloorFormOfOne", (FloorForm,), {"value": _control(dimension)})
    form = made()
    form.dimension.data = dimension
    form.agreement.choices = [(NOBODY_ELSE, t("floor-every-agreement")), *choices(agreements)]
    if dimension in YES_OR_NO:
        offer(form.value, [(one, t(one)) for one in YES_NO])
    elif words := SEVERAL.get(dimension) or ONE.get(dimension):
        offer(form.value, choices(words, KINDS.get(dimension, "")))
    return form


def _control(dimension: str) -> Any:
    label, needed = "floor-value-label", [Required()]
    if dimension in SEVERAL:
        return MultiCheckboxField(label, [] if dimension in EMPTY_MEANS_SOMETHING else needed)
    if dimension in ONE or dimension in YES_OR_NO:
        return RadioField(label, needed)
    if dimension == "max_uses":
        return IntegerField(label, [Optional()], render_kw={"min": 1})
    others = {"territories": PlacesField, "languages": LanguagesField, "scenes": LineField}
    return others.get(dimension, RequiredDateField)(label, needed)


def dimensions() -> list[tuple[str, str]]:
    """Every dimension with its words, in the order of the words."""
    return sorted(choices(DIMENSIONS, "dimension"), key=lambda one: one[1])


def floor_words(dimension: str, value: Any) -> Any:
    """A floor as people read it."""
    if dimension in YES_OR_NO:
        return t("yes") if value else t("no")
    if dimension in DAYS:
        return when(parse_day(value))
    parts = value if isinstance(value, list) else [value]
    return ", ".join(_one(dimension, part) for part in parts) or t("floor-nothing")


def _one(dimension: str, part: Any) -> str:
    if part == ANY:
        return t("floor-any")
    if dimension == "territories":
        return names.place(part, door.language())
    if dimension == "languages":
        return names.language(part, door.language())
    return str(part) if dimension in ("scenes", "max_uses") else word(part, KINDS.get(dimension, ""))
