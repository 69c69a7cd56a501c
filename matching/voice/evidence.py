"""What a reviewer is given to listen to: a speaker's clearest seconds, without anybody else's turns."""

import io
import wave

from matching.findings import Appearance
from matching.media.medium import RATE
from matching.voice.findings import VoiceHeard


def snippet(voice: Appearance) -> bytes | None:
    """At most ten seconds as a WAV file of one channel, 16 bits; None where no sound was kept."""
    if not isinstance(voice, VoiceHeard) or voice.sample is None or not len(voice.sample):
        return None
    content = io.BytesIO()
    with wave.open(content, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(voice.sample.astype("<i2").tobytes())
    return content.getvalue()
