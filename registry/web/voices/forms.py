"""The form in which recordings are sent."""

from wtforms import BooleanField

from registry.web.forms import Form


class VoiceForm(Form):
    keep = BooleanField("voice-keep-label")
