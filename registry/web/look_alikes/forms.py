"""Forms about look-alikes: whom a performer is told apart from, and the signature that says so."""

from flask_wtf.file import FileField

from consent.canonical import JsonError, strict_mapping
from registry.core.errors import Invalid
from registry.web.forms import Form, LineField, Required, TextField

LARGEST_SIGNATURE = 10_000
"""Bytes; a signature record has a few hundred."""


class DeclareForm(Form):
    other = LineField(
        "look-alike-other-label",
        [Required()],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )


class LookAlikeSignatureForm(Form):
    """A signature as a file or as text: on a telephone it is easier to paste than to upload."""

    file = FileField("look-alike-signature-file-label", render_kw={"accept": ".json,application/json"})
    text = TextField("look-alike-signature-text-label", render_kw={"rows": 4, "spellcheck": "false"})

    def signature(self) -> object:
        """The signature record in the file or in the text. Raises `Invalid` where there is none."""
        field = "file" if self.file.data else "text"
        content = self.file.data.read(LARGEST_SIGNATURE + 1) if self.file.data else self.text.data
        if not content:
            raise Invalid(fields={field: "look-alike-signature-missing"})
        if len(content) > LARGEST_SIGNATURE:
            raise Invalid(fields={field: "look-alike-signature-unreadable"})
        try:
            return strict_mapping(content)
        except JsonError as error:
            raise Invalid(fields={field: "look-alike-signature-unreadable"}) from error
