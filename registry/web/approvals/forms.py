"""Strikes, floor terms and standing preferences as forms."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from flask_wtf.file import FileField
from wtforms import SelectField

from consent import terms
from consent.canonical import JsonError, strict_loads
from consent.document.floor import DIMENSIONS
from registry.approvals.strikes import MAY_REFUSE
from registry.core.errors import Invalid
from registry.web.forms import Form, LineField, Required, choices
from registry.web.pages import t

NOBODY_ELSE = ""
EVERY = "every"
LARGEST = 100_000


class StrikeForm(Form):
    """A strike that begins now. Whom it is against has to be chosen: nothing wider than what was meant is ever sent by mistake."""

    agreement = SelectField("strike-agreement-label")
    production = SelectField("strike-production-label", [Required()])
    may_refuse = SelectField("strike-may-refuse-label")

    def __init__(self, agreements: Iterable[str], productions: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.agreement.choices = choices(agreements)
        self.whom = [*productions, (EVERY, t("strike-every"))]
        self.production.choices = [("", t("strike-choose")), *self.whom]
        self.may_refuse.choices = choices(MAY_REFUSE)

    @property
    def against(self) -> str | None:
        """The production that it is against; None: all under the agreement."""
        return None if self.production.data == EVERY else self.production.data


class FloorForm(Form):
    """The widest that one dimension of a consent may be."""

    dimension = SelectField("floor-dimension-label")
    value = LineField("floor-value-label", [Required()], render_kw={"autocomplete": "off"})
    agreement = SelectField("floor-agreement-label")

    def __init__(self, agreements: Iterable[str]) -> None:
        super().__init__()
        self.dimension.choices = choices(sorted(DIMENSIONS), "dimension")
        self.agreement.choices = [(NOBODY_ELSE, "–"), *choices(agreements)]

    def widest(self) -> Any:
        """The value as JSON; words without quotes and commas between them are a text or a list of texts."""
        typed = self.value.data
        try:
            return json.loads(typed)
        except json.JSONDecodeError:
            return [part.strip() for part in typed.split(",")] if "," in typed else typed


class PreferenceForm(Form):
    """What a performer prefers from now on."""

    value = SelectField("preference-value-label")
    modality = SelectField("preference-modality-label")

    def __init__(self) -> None:
        super().__init__()
        self.value.choices = choices(terms.PREFERENCE_VALUES, "preference")
        self.modality.choices = [(NOBODY_ELSE, "–"), *choices(terms.MODALITIES, "modality")]


class ImportForm(Form):
    """A file of declarations from a public register."""

    file = FileField("preference-file-label", [Required()], render_kw={"accept": "application/json"})

    def content(self) -> object:
        """The file as JSON. Raises `Invalid`."""
        try:
            return strict_loads(self.file.data.stream.read(LARGEST))
        except (JsonError, UnicodeDecodeError) as error:
            raise Invalid("preference-file", {"file": "form-wrong"}) from error
