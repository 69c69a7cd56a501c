"""Forms of invitations."""

from wtforms import SelectField

from registry.web.forms import EmailField, Form, LineField, Required


class InvitationForm(Form):
    office = SelectField("invitation-to", validators=[Required()])
    email = EmailField("field-email-label", [Required()], render_kw={"autocomplete": "off"})
    name = LineField("field-name-label", render_kw={"autocomplete": "off"})
    performer = SelectField("invitation-record", default="")
