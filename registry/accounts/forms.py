"""Forms about accounts."""

from wtforms import BooleanField, EmailField, PasswordField, SelectField, StringField

from registry.forms import Form, Required


class SignInForm(Form):
    email = EmailField("field-email-label", [Required()], render_kw={"autocomplete": "username"})
    password = PasswordField("field-password-label", [Required()], render_kw={"autocomplete": "current-password"})


class PasswordForm(Form):
    current = PasswordField("password-current", [Required()], render_kw={"autocomplete": "current-password"})
    new = PasswordField("password-new", [Required()], render_kw={"autocomplete": "new-password"})


class AccountForm(Form):
    email = EmailField("field-email-label", [Required()], render_kw={"autocomplete": "off"})
    name = StringField("field-name-label", [Required()], render_kw={"autocomplete": "off"})
    password = PasswordField("field-first-password-label", [Required()], render_kw={"autocomplete": "new-password"})
    administrator = BooleanField("field-administrator-label")


class GrantForm(Form):
    account = SelectField("field-account-label", validators=[Required()])
    union = SelectField("field-union-label", validators=[Required()])


class UnionForm(Form):
    id = StringField("field-union-id-label", [Required()], render_kw={"autocomplete": "off"})
    name = StringField("field-name-label", [Required()], render_kw={"autocomplete": "off"})
    contact = StringField("field-contact-label", render_kw={"autocomplete": "off"})
    calendar = StringField("field-calendar-label", [Required()], default="US")


class AgreementForm(Form):
    agreement = SelectField("field-agreement-label", validators=[Required()])
    union = SelectField("field-union-label", validators=[Required()])
