"""SFace: the first encoder."""

from matching import encoders
from matching.face.encoder import Encoder


class SFace(Encoder):
    """Trained on RGB values from 0 to 255. Its card: cards/sface.md."""

    id = encoders.SFACE
    dimensions = 128
    _weights = "sface"
