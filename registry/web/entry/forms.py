"""Forms of getting in."""

from registry.web.forms import EmailField, Form, LineField, PasswordField, Required


class AskForm(Form):
    email = EmailField("field-email-label", [Required()], render_kw={"autocomplete": "email"})


class NewPasswordForm(Form):
    password = PasswordField("password-new", [Required()], render_kw={"autocomplete": "new-password"})


class PersonForm(Form):
    name = LineField("field-your-name-label", [Required()], render_kw={"autocomplete": "name"})
    password = PasswordField("field-password-label", [Required()], render_kw={"autocomplete": "new-password"})


class ProofForm(Form):
    password = PasswordField("field-password-label", [Required()], render_kw={"autocomplete": "current-password"})


class CodeForm(Form):
    code = LineField(
        "second-factor-code", [Required()],
        render_kw={"autocomplete": "one-time-code", "inputmode": "text", "spellcheck": "false"},
    )  # fmt: skip
