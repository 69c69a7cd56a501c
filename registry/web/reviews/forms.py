"""Forms of reviews."""

from collections.abc import Mapping, Sequence

from wtforms import FileField, RadioField, SelectField

from registry.web.forms import Form, Required
from registry.web.pages import t


class AnswerForm(Form):
    answer = RadioField("review-answer-label", [Required()])
    reason = SelectField("review-reason-label", [Required()])

    def __init__(self, reasons: Mapping[str, Sequence[str]]) -> None:
        """`reasons`: what can be answered, answer -> the codes of its reasons."""
        super().__init__()
        self.answer.choices = [(answer, t(f"review-answer-{answer}")) for answer in reasons]
        grouped = {
            t(f"review-answer-{answer}"): [(code, t(f"review-reason-{code}")) for code in codes]
            for answer, codes in reasons.items()
        }
        # nobody signs for a reason that they did not choose
        self.reason.choices = {t("review-reason-none-yet"): [("", t("review-reason-choose"))], **grouped}


class ShownFileForm(Form):
    file = FileField("check-file-label", [Required()], render_kw={"accept": "image/*,video/*,.mxf,.mkv"})
