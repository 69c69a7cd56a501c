"""The networks that find faces and encode them, at work."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from dataclasses import replace

from matching.face.detector import Detector
from matching.face.encoder import Encoder
from matching.face.film import seen_in
from matching.face.findings import FaceSeen
from matching.face.known import KnownNetwork
from matching.face.looking import look_over
from matching.face.mesh import Mesh
from matching.face.second_opinion import SecondOpinion
from matching.face.sface import SFace
from matching.findings import Appearance, Vector
from matching.known import KnownAnswers
from matching.media.stream import Piece
from matching.modality import Finder
from matching.patience import Patience


class Engines(Finder):
    """The detector and the encoders, loaded once a process. Raises `ModelMissing` or `ModelAltered`.

    encoders: SFace unless others are given; every face gets a vector of each.
    """

    modality = "face"

    def __init__(self, encoders: Sequence[Encoder] | None = None, opinion: SecondOpinion | None = None) -> None:
        self.detector, self.mesh = Detector(), Mesh()
        self.encoders: tuple[Encoder, ...] = (SFace(),) if encoders is None else tuple(encoders)
        # two faces at a time while they are aligned, and SFace beside dlib, which leaves one core idle
        self.helpers = ThreadPoolExecutor(2, thread_name_prefix="look")
        self._opinion = opinion or SecondOpinion()
        self._known: KnownAnswers | None = None

    @property
    def weights(self) -> dict[str, str]:
        every: list[Encoder | SecondOpinion] = [*self.encoders, self._opinion]
        return {encoder.id: encoder.sha256 for encoder in every}

    def knowing(self, known: KnownAnswers) -> "Engines":
        found = copy(self)
        found._known = known
        return found

    def within(self, start: float) -> "Engines":
        """For what begins in a film at `start`: the same networks, asked only about what is not known yet."""
        if self._known is None:
            return self
        found = copy(self)
        found.detector = copy(self.detector)
        found.detector.network = KnownNetwork(self.detector.network, self._known.section(start))
        return found

    def find(self, piece: Piece, patience: Patience, *, every_opinion: bool = False) -> list[Appearance]:
        if not piece.views:
            return list(seen_in(piece, self, patience, every_opinion=every_opinion))
        faces = look_over(piece.views, self, patience, every_opinion=every_opinion)
        return [replace(face, start=piece.start, end=piece.end) for face in faces]

    def second_opinion(self, appearance: Appearance) -> Mapping[str, Vector]:
        return self._opinion(appearance) if isinstance(appearance, FaceSeen) else {}
