"""The encoders whose weights are on this machine."""

from collections.abc import Collection
from types import MappingProxyType

from matching import weights
from matching.encoders import DLIB, NAMES, SECOND
from matching.face import dlib_opinion
from matching.face.edgeface import EdgeFace
from matching.face.encoder import Encoder
from matching.face.sface import SFace

_FIRST = MappingProxyType({encoder.id: encoder for encoder in (SFace, EdgeFace)})
_SHORT = MappingProxyType({encoder: name for name, encoder in NAMES.items()})


def available() -> frozenset[str]:
    """The encoders of every face whose files are here. Whether they are the known files is seen when they are loaded."""
    return frozenset(encoder for encoder in _FIRST if (weights.folder() / _known(encoder).file).is_file())


def load(encoders: Collection[str]) -> list[Encoder]:
    """Those of these encoders that look at every face. A second opinion is loaded when it is asked, and its files are
    verified now: a search that may need it does not begin without.

    Raises `ModelMissing` or `ModelAltered`.
    """
    digests(SECOND & set(encoders))
    wanted = sorted(set(encoders) - SECOND)
    unknown = [encoder for encoder in wanted if encoder not in _FIRST]
    if unknown:
        raise weights.ModelMissing(unknown[0], weights.folder())
    return [_FIRST[encoder]() for encoder in wanted]


def digests(encoders: Collection[str]) -> dict[str, str]:
    """Encoder id -> SHA-256 of its weights, each file read and verified now. Raises `ModelMissing` or `ModelAltered`."""
    found = {}
    for encoder in sorted(encoders):
        if encoder == DLIB:
            for file in dlib_opinion.FILES:
                dlib_opinion.located(file)
            found[encoder] = dlib_opinion.DlibOpinion.sha256
        elif encoder in _FIRST:
            weights.load(_SHORT[encoder])
            found[encoder] = _known(encoder).sha256
        else:
            raise weights.ModelMissing(encoder, weights.folder())
    return found


def _known(encoder: str) -> weights.Weights:
    return weights.KNOWN[_SHORT[encoder]]
