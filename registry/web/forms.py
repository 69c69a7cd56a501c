"""Forms: every label, choice and complaint is a message id, so that each can be said in any language."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import wtforms
from flask_wtf import FlaskForm
from wtforms import Field, SelectField, SelectMultipleField, StringField, ValidationError
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget, TextArea, TextInput

from consent.document.fields import ANY
from registry.core import names, texts
from registry.core.errors import Invalid, RegistryError
from registry.core.names import Names
from registry.web import door
from registry.web.pages import word

__all__ = [
    "EmailField",
    "Form",
    "LanguageField",
    "LanguagesField",
    "LineField",
    "MultiCheckboxField",
    "Optional",
    "PasswordField",
    "PlaceField",
    "PlacesField",
    "Required",
    "RequiredDateField",
    "RequiredIntegerField",
    "TextField",
    "choices",
    "offer",
]

# WTForms' own complaints arrive as English sentences; these are the ones that our fields can make.
COMPLAINTS = {
    "Not a valid choice.": "form-choice",
    "Not a valid choice": "form-choice",
    "Not a valid date value.": "form-date",
    "Not a valid integer value.": "form-number",
    "This field is required.": "form-required",
}


class _MessageIds:
    def gettext(self, text: str) -> str:
        return COMPLAINTS.get(text, "form-wrong")

    def ngettext(self, one: str, many: str, count: int) -> str:
        return "form-wrong"


class Form(FlaskForm):
    """A form with CSRF protection whose texts are message ids, its complaints too."""

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: object) -> _MessageIds:
            return _MessageIds()

    def take(self, error: RegistryError) -> None:
        """Puts what a service found wrong beside the fields it is about, as message id and parameters, and above the form what no
        field stands for.

        A field may be named by a path, such as `scope.media.0`; then the part that is a field of this form counts.
        """
        placed = False
        for path, complaint in (error.fields if isinstance(error, Invalid) else {}).items():
            field = next((self[part] for part in path.split(".") if part in self), None)
            if field is not None:
                worded = texts.CATALOGUE.has(complaint)
                found: list[Any] = [*field.errors, (complaint, error.params) if worded else "form-wrong"]
                field.errors = found
                placed = placed or worded
        if not placed:
            self.form_errors.append((error.message_id, error.params))


class LineField(StringField):
    """One line of text: runs of white space become one blank; nothing sent is an empty line."""

    data: str

    def process_data(self, value: Any) -> None:
        self.data = value or ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        if valuelist:
            self.data = " ".join(str(valuelist[0]).split())


class TextField(LineField):
    """A line of text that is long enough to be typed into a larger box."""

    widget = TextArea()


class _OneNamed(LineField):
    """A code that is shown and typed by its name."""

    of: Names

    def __init__(self, label: str, validators: list[Any] | None = None, **more: Any) -> None:
        offered = {"list": f"names-of-{self.of.kind}", "autocomplete": "off"}
        super().__init__(label, validators, render_kw=offered, **more)

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        self.data = self.of.code(self.data, door.language())

    def pre_validate(self, _form: object) -> None:
        if self.data and not self.of.accepts(self.data):
            raise ValidationError(f"form-{self.of.kind}")

    def _value(self) -> str:
        return self.of.name(self.data, door.language()) if self.data else ""


class PlaceField(_OneNamed):
    """A place: its code (ISO 3166, EU, worldwide) as data, its name on the page."""

    of = names.PLACES


class LanguageField(_OneNamed):
    """A language: its tag (BCP 47) as data, its name on the page."""

    of = names.LANGUAGES


class _SeveralNamed(Field):
    """Several codes that are shown and typed by their names, with commas between them."""

    data: list[str]
    of: Names
    widget = TextInput()

    def process_data(self, value: Any) -> None:
        self.data = names.several(value, self.of, door.language()) if isinstance(value, str) else list(value or ())

    def process_formdata(self, valuelist: list[Any]) -> None:
        if valuelist:
            self.process_data(str(valuelist[0]))

    def pre_validate(self, _form: object) -> None:
        if self.data != [ANY] and not all(map(self.of.accepts, self.data)):
            raise ValidationError(f"form-{self.of.kind}")

    def _value(self) -> str:
        return ", ".join(self.of.name(code, door.language()) for code in self.data)


class PlacesField(_SeveralNamed):
    """Places, such as "Germany, California"."""

    of = names.PLACES


class LanguagesField(_SeveralNamed):
    """Languages, such as "German, Brazilian Portuguese"."""

    of = names.LANGUAGES


class MultiCheckboxField(SelectMultipleField):
    """Several of a short list, as check boxes."""

    data: list[Any]

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class EmailField(wtforms.EmailField):
    """An address; `Required`, so after validation it is there."""

    data: str


class PasswordField(wtforms.PasswordField):
    """A password as it was typed; `Required`, so after validation it is there."""

    data: str


class RequiredIntegerField(wtforms.IntegerField):
    """A whole number; `Required`, so after validation it is there."""

    data: int


class RequiredDateField(wtforms.DateField):
    """A day; `Required`, so after validation it is there."""

    data: date


class Required:
    """There must be something in it (for files: at least one with a name)."""

    field_flags = {"required": True}  # noqa: RUF012 - WTForms reads it as it is

    def __call__(self, form: FlaskForm, field: Field) -> None:
        data = field.data
        if isinstance(data, list):
            data = [part for part in data if part and getattr(part, "filename", part)]
        if isinstance(data, str):
            data = data.strip()
        if not data or getattr(data, "filename", "named") == "":
            field.errors = []
            raise ValidationError("form-required")


def choices(values: Iterable[str], kind: str = "") -> list[tuple[Any, str]]:
    """`(value, words)` of a list from the closed vocabulary; see `pages.word`."""
    return [(value, word(value, kind)) for value in values]


def offer(field: Field, values: list[tuple[Any, str]]) -> None:
    """Gives a field that is picked out by its name what can be chosen in it."""
    if not isinstance(field, SelectField):
        raise TypeError(f"nothing is chosen in {field.name}")
    field.choices = values
