"""Forms of reviews."""

from collections.abc import Mapping, Sequence

from wtforms import FileField, RadioField, SelectField

from registry.web.forms import Form, Required
from registry.web.pages import t


class AnswerForm(Form):
    answer = RadioField("review-answer-label", [Required()])
    reason = SelectField("review-reason-label", [Required()])

    def __init__(self, reasons: Mapping[str, Sequence[str]], *, heard: bool = False) -> None:
        """`reasons`: what can be answered, answer -> the codes of its reasons. heard: it is about a voice."""
        super().__init__()
        if heard:
            self.answer.label.text = "review-answer-label-voice"
        self.answer.choices = [(answer, t(f"review-answer-{answer}")) for answer in reasons]
        grouped = {
            t(f"review-answer-{answer}"): [(code, reason_words(code, heard)) for code in codes]
            for answer, codes in reasons.items()
        }
        # nobody signs for a reason that they did not choose
        self.reason.choices = {t("review-reason-none-yet"): [("", t("review-reason-choose"))], **grouped}


SAID_OF_VOICES = frozenset(
    {
        *("too_little_seen", "look_alike", "invented_person", "same_person"),
        *("other_person_filmed", "not_me", "it_is_me"),
    }
)
"""Reasons that are worded otherwise where somebody is heard."""


def reason_words(code: str, heard: bool) -> str:
    """What a code says; heard: where the question is about a voice."""
    return t(f"review-reason-{code}{'-voice' if heard and code in SAID_OF_VOICES else ''}")


class ShownFileForm(Form):
    file = FileField("check-file-label", [Required()], render_kw={"accept": "image/*,video/*,audio/*,.mxf,.mkv"})
