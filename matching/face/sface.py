"""SFace: the first encoder."""

from matching.face.encoder import Encoder


class SFace(Encoder):
    """Trained on RGB values from 0 to 255. Its card: cards/sface.md."""

    id = "sface_2021dec_mirrored"
    dimensions = 128
    _weights = "sface"
