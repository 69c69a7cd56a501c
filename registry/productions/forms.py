"""Forms about productions."""

from wtforms import DateField, SelectField, StringField

from registry.forms import Form, MultiCheckboxField, Optional, Required


class ProductionForm(Form):
    title = StringField("production-title-label", [Required()])
    company = StringField("production-company-label", [Required()])
    kind = SelectField("production-kind-label", [Required()])
    commissioner = SelectField("production-commissioner-label", [Required()])
    agreements = MultiCheckboxField("production-agreements-label")
    photography_start = DateField("production-start-label", [Optional()])
    jurisdiction = StringField("production-jurisdiction-label")
    time_zone = StringField("production-zone-label", [Required()], default="UTC")
