"""EdgeFace-S: an optional encoder, off by default, more accurate than SFace. Its card says why it is off."""

from matching import encoders
from matching.face.encoder import Encoder


class EdgeFace(Encoder):
    """Trained on RGB values from -1 to 1. Its card: cards/edgeface.md."""

    id = encoders.EDGEFACE
    dimensions = 512
    _weights = "edgeface"
    _scale = 1 / 127.5
    _mean = 127.5
    _batch = 1
