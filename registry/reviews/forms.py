"""Forms of reviews."""

from wtforms import FileField, RadioField, SelectField

from registry.forms import Form, Required
from registry.pages import t
from registry.reviews.rules import REASONS


class AnswerForm(Form):
    answer = RadioField("review-answer-label", [Required()])
    reason = SelectField("review-reason-label", [Required()])

    def __init__(self) -> None:
        super().__init__()
        self.answer.choices = [(answer, t(f"review-answer-{answer}")) for answer in REASONS]
        self.reason.choices = {
            t(f"review-answer-{answer}"): [(code, t(f"review-reason-{code}")) for code in codes]
            for answer, codes in REASONS.items()
        }


class FileForm(Form):
    file = FileField("check-file-label", [Required()], render_kw={"accept": "image/*"})
