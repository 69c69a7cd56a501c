"""The encoders by their ids, for those who compare vectors and load no network.

A score is made by a set of encoders. Each has a space of its own: vectors of two encoders never compare.
"""

from types import MappingProxyType

SFACE = "sface_2021dec_mesh"
EDGEFACE = "edgeface_s_gamma_05_mesh"
DLIB = "dlib_resnet_v1"

NAMES = MappingProxyType({"sface": SFACE, "edgeface": EDGEFACE, "dlib": DLIB})
"""Short name -> id; scorers are called by the short names, as are the weights in `matching.weights`."""

SECOND = frozenset({DLIB})
"""Second opinions: a finding is compared without them first, and they are asked where that is uncertain."""

DEFAULT = frozenset({SFACE, DLIB})
"""What is searched with unless somebody chose otherwise."""
