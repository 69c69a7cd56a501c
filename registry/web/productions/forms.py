"""Forms about productions."""

from wtforms import DateField, SelectField

from registry.web.forms import Form, LineField, MultiCheckboxField, Optional, Required


class ProductionForm(Form):
    title = LineField("production-title-label", [Required()])
    company = LineField("production-company-label", [Required()])
    kind = SelectField("production-kind-label", [Required()])
    commissioner = SelectField("production-commissioner-label", [Required()], default="other")
    agreements = MultiCheckboxField("production-agreements-label")
    photography_start = DateField("production-start-label", [Optional()])
    jurisdiction = LineField("production-jurisdiction-label")
    time_zone = LineField("production-zone-label", [Required()], default="UTC")
