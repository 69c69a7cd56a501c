"""Forms about accounts."""

from wtforms import BooleanField, SelectField

from registry.people.accounts.tokens import USUAL_DAYS
from registry.web.forms import EmailField, Form, LineField, PasswordField, Required, RequiredIntegerField


class SignInForm(Form):
    email = EmailField("field-email-label", [Required()], render_kw={"autocomplete": "username"})
    password = PasswordField("field-password-label", [Required()], render_kw={"autocomplete": "current-password"})


class PasswordForm(Form):
    current = PasswordField("password-current", [Required()], render_kw={"autocomplete": "current-password"})
    new = PasswordField("password-new", [Required()], render_kw={"autocomplete": "new-password"})


class TokenForm(Form):
    label = LineField("token-label", [Required()], render_kw={"autocomplete": "off"})
    days = RequiredIntegerField("token-days", [Required()], default=USUAL_DAYS)


class AccountForm(Form):
    email = EmailField("field-email-label", [Required()], render_kw={"autocomplete": "off"})
    name = LineField("field-name-label", [Required()], render_kw={"autocomplete": "off"})
    administrator = BooleanField("field-administrator-label")


class GrantForm(Form):
    account = EmailField("field-account-label", [Required()], render_kw={"autocomplete": "off"})
    union = SelectField("field-union-label", validators=[Required()])


class NeutralForm(Form):
    account = EmailField("field-account-label", [Required()], render_kw={"autocomplete": "off"})


class UnionForm(Form):
    id = LineField("field-union-id-label", [Required()], render_kw={"autocomplete": "off"})
    name = LineField("field-name-label", [Required()], render_kw={"autocomplete": "off"})
    contact = LineField("field-contact-label", render_kw={"autocomplete": "off"})
    calendar = LineField("field-calendar-label", [Required()], default="US")


class AgreementForm(Form):
    agreement = SelectField("field-agreement-label", validators=[Required()])
    union = SelectField("field-union-label", validators=[Required()])
