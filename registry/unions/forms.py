"""Forms of the union door."""

from wtforms import HiddenField, RadioField, StringField

from registry.forms import Form, Required


class VerifyForm(Form):
    name = StringField("verify-name-label", [Required()], render_kw={"autocomplete": "off"})
    key_fingerprint = RadioField("verify-key-label", [Required()])
    method = StringField("verify-method-label", [Required()], render_kw={"autocomplete": "off"})
    face_digest = HiddenField()


class DisputeForm(Form):
    outcome = RadioField("dispute-outcome-label", [Required()])


class UnionKeyForm(Form):
    public_key = StringField("key-public-label", [Required()], render_kw={"autocomplete": "off", "spellcheck": "false"})
