"""The senses that this program has."""

from matching.face.sense import FaceSense
from matching.modality import Modality

SENSES: tuple[Modality, ...] = (FaceSense(),)
