"""The encoders of voices by their ids, for those who load no network."""

from types import MappingProxyType

WESPEAKER = "wespeaker_resnet34"
CAMPPLUS = "campplus_cn_en"

ENCODERS = MappingProxyType({WESPEAKER: "wespeaker", CAMPPLUS: "campplus"})
"""Encoder id -> the name of its weights in `matching.weights`."""

DETECTOR = "silero-vad"
"""The name of the weights of what tells speech from everything else."""

SEGMENTATION = "segmentation"
"""The name of the weights of what hears how many speak at a time."""
