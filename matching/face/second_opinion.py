"""dlib asked about a face that was already found, loaded when it is first asked."""

import threading

import numpy as np

from matching.face import crops, turns
from matching.face.dlib_opinion import DlibOpinion
from matching.face.findings import FaceSeen
from matching.findings import Vector


class SecondOpinion:
    """Asked about an appearance of this process, answers its vector by encoder id; nothing where dlib cannot tell.

    One object may serve several threads. Raises `ModelMissing` or `ModelAltered` when it is asked.
    """

    id = DlibOpinion.id
    sha256 = DlibOpinion.sha256

    def __init__(self) -> None:
        self._dlib: DlibOpinion | None = None
        self._loading = threading.Lock()

    def __call__(self, appearance: FaceSeen) -> dict[str, Vector]:
        """Of a film, of the best of the moments that are shown of it: its thresholds are those of one picture."""
        return next((found for one in appearance.shown or (appearance,) if (found := self._of(one))), {})

    def _of(self, appearance: FaceSeen) -> dict[str, Vector]:
        with self._loading:
            self._dlib = self._dlib or DlibOpinion()
        try:
            crop, box, _ = turns.upright(
                np.asarray(appearance.crop), crops.face_within(appearance), crops.points_within(appearance)
            )
            return {self.id: self._dlib.encode(crop, box)}
        except (ValueError, RuntimeError):
            return {}
