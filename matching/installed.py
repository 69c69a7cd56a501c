"""The senses that this program has."""

from pathlib import Path

from matching import weights
from matching.face.sense import FaceSense
from matching.modality import Modality
from matching.voice.sense import VoiceSense

SENSES: tuple[Modality, ...] = (FaceSense(), VoiceSense())


def files() -> list[Path]:
    """Where each file of weights of these senses is, if it is there."""
    from matching.face import dlib_opinion

    known = [weights.folder() / one.file for one in weights.KNOWN.values()]
    return known + [dlib_opinion.folder() / file for file in dlib_opinion.FILES]
