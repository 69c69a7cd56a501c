"""The declaration as a form: it asks what a check of a picture needs, in the words of the closed vocabulary."""

from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, FieldList, FormField, IntegerField, RadioField, SelectField
from wtforms import Form as PlainForm

from consent import terms
from registry.forms import Form, LineField, MultiCheckboxField, Optional, Required, WithMessageIds, choices

PEOPLE = 6
NOTHING = ""


class PeopleFields(WithMessageIds, PlainForm):
    """What is said of people in the file."""

    treatment = SelectField("check-treatment-label")
    role = SelectField("check-role-label")
    performed_as_shown = BooleanField("check-performed-label")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.treatment.choices = choices(terms.TREATMENTS, "treatment")
        self.role.choices = choices(terms.ROLES)

    def said(self) -> dict[str, Any]:
        return {name: self[name].data for name in ("treatment", "role", "performed_as_shown")}


class CastFields(PeopleFields):
    """One person whom the production knows to be in the file."""

    who = LineField("check-who-label", render_kw={"autocomplete": "off"})

    def said(self) -> dict[str, Any]:
        named = "performer" if self.who.data.startswith("P-") else "name"
        return {named: self.who.data, "modalities": ["face"], **super().said()}


class DeclarationForm(Form):
    """One picture and its declared use."""

    file = FileField("check-file-label", [Required()], render_kw={"accept": "image/*"})
    unit = LineField("check-unit-label", [Required()], render_kw={"autocomplete": "off"})
    version = IntegerField("check-version-label", [Required()], default=1, render_kw={"min": 1})
    stage = SelectField("check-stage-label", default="final")
    element = SelectField("check-element-label")
    medium = SelectField("check-medium-label")
    territory = LineField("check-territory-label", [Required()], default="worldwide")
    language = LineField("check-language-label", [Required()], default="en")
    date = DateField("check-date-label", [Optional()])
    character = LineField("check-character-label")
    scene = LineField("check-scene-label")
    alteration = SelectField("check-alteration-label", default=NOTHING)
    content = MultiCheckboxField("check-content-label")
    cast = FieldList(FormField(CastFields), min_entries=PEOPLE, max_entries=PEOPLE)
    others = FormField(PeopleFields)
    nobody_else_identifiable = BooleanField("check-attests-label")
    no_third_party_replication = RadioField("principle-no_third_party_replication", [Required()])
    no_store_train = RadioField("principle-no_store_train", [Required()])
    secure_environment = RadioField("principle-secure_environment", [Required()])
    temporary_only = RadioField("principle-temporary_only", [Required()])
    no_unconsented_replacement = RadioField("principle-no_unconsented_replacement", [Required()])

    def __init__(self) -> None:
        super().__init__()
        lists = {"stage": terms.STAGES, "element": terms.ELEMENTS, "medium": terms.MEDIA, "content": terms.CONTENT}
        for name, values in lists.items():
            self[name].choices = choices(values)
        self.alteration.choices = [(NOTHING, "–"), *choices(terms.ALTERATIONS)]
        for name in terms.PRINCIPLES:
            self[name].choices = choices(terms.ANSWERS)

    def declaration(self, production_id: str) -> dict[str, Any]:
        """The form's answers as USE.json."""
        use = {name: self[name].data for name in ("medium", "content")}
        use |= {name: self[name].data for name in ("territory", "language")}
        use |= {name: self[name].data or None for name in ("character", "scene", "alteration")}
        if self.date.data:
            use["date"] = self.date.data.isoformat()
        return {
            "production": production_id,
            "unit": {"id": self.unit.data, "version": self.version.data},
            "asset": {"stage": self.stage.data, "element": self.element.data},
            "principles": {name: self[name].data for name in terms.PRINCIPLES},
            "use": use,
            "cast": [entry.form.said() for entry in self.cast if entry.form.who.data],
            "others": self.others.form.said(),
            "nobody_else_identifiable": self.nobody_else_identifiable.data,
        }

    def point_out(self, paths: list[str]) -> None:
        """Marks the fields that the declaration's own check complained about."""
        for path in paths:
            parts = path.split(".")
            if parts[0] == "cast" and len(parts) > 1:
                rows = [entry.form for entry in self.cast if entry.form.who.data]
                field = rows[int(parts[1])].who
            else:
                field = next((self[part] for part in reversed(parts) if part in self), self.unit)
            field.errors = [*field.errors, "form-wrong"]
