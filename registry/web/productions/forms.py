"""Forms about productions."""

from wtforms import DateField, SelectField

from registry.web.forms import Form, LineField, MultiCheckboxField, Optional, PlaceField, Required


class ProductionForm(Form):
    title = LineField("production-title-label", [Required()])
    company = LineField("production-company-label", [Required()])
    kind = SelectField("production-kind-label", [Required()])
    commissioner = SelectField("production-commissioner-label", [Required()], default="other")
    agreements = MultiCheckboxField("production-agreements-label")
    photography_start = DateField("production-start-label", [Optional()])
    jurisdiction = PlaceField("production-jurisdiction-label", [Optional()])
    time_zone = SelectField("production-zone-label", [Required()], default="UTC")
