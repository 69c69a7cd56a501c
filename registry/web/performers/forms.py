"""Forms of the performer door."""

from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, DateField

from registry.web.forms import Form, LineField, MultiCheckboxField, Optional, Required


class RegisterForm(Form):
    name = LineField("performer-name-label", [Required()], render_kw={"autocomplete": "name"})
    unions = MultiCheckboxField("performer-unions-label")
    born = DateField("performer-born-label", [Optional()])
    myself = BooleanField("performer-myself-label", default=True)


class ReleaseForm(Form):
    agreed = BooleanField("release-agreed-label", [Required()])


class EnrolForm(Form):
    pictures = MultipleFileField("enrol-pictures-label", [Required()], render_kw={"accept": "image/*"})
    keep = BooleanField("enrol-keep-label")


class KeyForm(Form):
    public_key = LineField("key-public-label", [Required()], render_kw={"autocomplete": "off", "spellcheck": "false"})


class ForgetForm(Form):
    name = LineField("forget-name-label", [Required()], render_kw={"autocomplete": "off"})
