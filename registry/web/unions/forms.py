"""Forms of the union door."""

from wtforms import HiddenField, RadioField, SelectField

from registry.web.forms import Form, LineField, Required


class VerifyForm(Form):
    name = LineField("verify-name-label", [Required()], render_kw={"autocomplete": "off"})
    key_fingerprint = RadioField("verify-key-label", [Required()])
    method = LineField("verify-method-label", [Required()], render_kw={"autocomplete": "off"})
    replaces = SelectField("verify-replaces-label", default="")
    likeness_digest = HiddenField()


class UnionKeyForm(Form):
    public_key = LineField("key-public-label", [Required()], render_kw={"autocomplete": "off", "spellcheck": "false"})
