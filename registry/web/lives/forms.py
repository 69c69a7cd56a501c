"""The form with which a birth or a death is put on record."""

from wtforms import DateField, RadioField

from registry.web.forms import Form, LineField, Optional, Required


class LifeForm(Form):
    kind = RadioField("life-kind-label", [Required()])
    day = DateField("life-day-label", [Optional()])
    proof = LineField("life-proof-label", [Required()], render_kw={"autocomplete": "off"})
