"""`face_recognition` (dlib's ResNet) as an independent second opinion: the only place that asks it.

It works with two files of the package `face_recognition_models`, whose code is never imported either. Both are known by
their SHA-256, like every other model.
"""

import hashlib
import importlib.util
import math
import threading
from pathlib import Path

import numpy as np

from matching import encoders
from matching.face.boxes import Quad
from matching.findings import Picture, Vector
from matching.weights import ModelAltered, ModelMissing

FILES = {
    "shape_predictor_5_face_landmarks.dat": "c4b1e9804792707d3a405c2c16a80a20269e6675021f64a41d30fffafbc41888",
    "dlib_face_recognition_resnet_model_v1.dat": "55533b28a95800a551ba546ba62fe69625c7e95a7061c338adffead08719da30",
}
LANDMARKS, NETWORK = FILES
# Where dlib's own detector would put its square box, in units of the geometric mean side of a YuNet box:
# the landmark model was trained on such boxes. Medians over 997 faces that both found in the evaluation
# pictures.
SHIFT_X, SHIFT_Y, SIDE = -0.026, 0.046, 0.99


class DlibOpinion:
    """Encodes faces with dlib's ResNet. One object may serve several threads; they take turns."""

    id = encoders.DLIB
    sha256 = FILES[NETWORK]
    dimensions = 128

    def __init__(self) -> None:
        """Raises `ModelMissing` or `ModelAltered`."""
        from matching.face import recognition  # it loads dlib: few files are asked about twice

        self._recognition = recognition.load(located(LANDMARKS), located(NETWORK))
        self._lock = threading.Lock()

    def encode(self, picture: Picture, box: Quad) -> Vector:
        """The face in the box of a picture (RGB uint8 [h, w, 3]) -> unit vector float32 [128].

        dlib trains for Euclidean distance of vectors that are nearly, not exactly, of length one; made
        exactly so, their cosine orders pairs in the same way. Raises ValueError where the network answers
        with anything but numbers.
        """
        x, y, width, height = box
        side = math.sqrt(max(width * height, 1.0)) * SIDE
        centre_x = x + width / 2 + SHIFT_X * side
        centre_y = y + height / 2 + SHIFT_Y * side
        # top, right, bottom, left, as the library has it
        corners = (centre_y - side / 2, centre_x + side / 2, centre_y + side / 2, centre_x - side / 2)
        place = tuple(round(corner) for corner in corners)
        with self._lock:
            (found,) = self._recognition.face_encodings(picture, [place], model="small")
        vector = np.asarray(found, dtype=np.float32)
        length = float(np.linalg.norm(vector))
        if vector.shape != (self.dimensions,) or not math.isfinite(length) or length == 0:
            raise ValueError("the encoder gave no usable vector")
        return np.asarray(vector / length, dtype=np.float32)


def folder() -> Path:
    """Where `FILES` are, if they are."""
    spec = importlib.util.find_spec("face_recognition_models")
    folders = spec.submodule_search_locations if spec is not None else None
    return Path(folders[0]) / "models" if folders else Path()


def located(file: str) -> Path:
    """One of `FILES`, after its SHA-256 was verified. Raises `ModelMissing` or `ModelAltered`."""
    path = folder() / file
    try:
        data = path.read_bytes()
    except OSError:
        raise ModelMissing("dlib", path.parent) from None
    if hashlib.sha256(data).hexdigest() != FILES[file]:
        raise ModelAltered("dlib", path)
    return path
