"""SFace: the first encoder."""

from matching import encoders
from matching.face.encoder import Encoder


class SFace(Encoder):
    """Trained on RGB values from 0 to 255. Its card: cards/sface.md."""

    id = encoders.SFACE
    dimensions = 128
    _weights = "sface"
    _least_length = 9.5  # one in two hundred of the evaluation pictures has less (docs/error.md)
