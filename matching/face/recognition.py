"""`face_recognition`, the library, loaded so that it brings nothing but what it is called for.

Importing it as it comes would load a 68-point landmark file that is not licensed for commercial use, load a detector that
nobody asks for, and let Pillow decode truncated files in the whole process. So its code runs in a module of its own, whose
imports are answered here: the networks come from files that are known by their SHA-256, what is not needed is not loaded, and
what it sets in Pillow is set aside. Nothing of this is seen by anybody who imports anything elsewhere.
"""

import builtins
import importlib.util
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import dlib
import numpy as np
import PIL.Image

from matching.weights import ModelMissing

PACKAGE = "face_recognition"
NOT_LOADED = ""


def load(landmarks: Path, network: Path) -> ModuleType:
    """The library's module, with the functions of its documentation, working with these files: `landmarks` the 5-point
    model, `network` the encoder. Raises `ModelMissing` where the library is not installed."""
    spec = importlib.util.find_spec(PACKAGE)
    folders = spec.submodule_search_locations if spec is not None else None
    source = Path(folders[0]) / "api.py" if folders else Path()
    try:
        code = compile(source.read_bytes(), str(source), "exec")
    except OSError:
        raise ModelMissing("dlib", source) from None
    given = _given(landmarks, network)

    def answer(name: str, *arguments: Any) -> Any:
        return given[name] if name in given else builtins.__import__(name, *arguments)

    module = ModuleType(f"{PACKAGE}.api")
    module.__dict__["__builtins__"] = vars(builtins) | {"__import__": answer}
    exec(code, module.__dict__)  # noqa: S102 - an installed library, as an import runs it
    return module


def _given(landmarks: Path, network: Path) -> Mapping[str, Any]:
    """What its import statements are answered with."""
    engine = SimpleNamespace(
        rectangle=dlib.rectangle,
        get_frontal_face_detector=lambda: None,
        cnn_face_detection_model_v1=lambda _file: None,
        shape_predictor=lambda file: dlib.shape_predictor(file) if file != NOT_LOADED else None,
        face_recognition_model_v1=dlib.face_recognition_model_v1,
    )
    files = SimpleNamespace(
        pose_predictor_model_location=lambda: NOT_LOADED,
        cnn_face_detector_model_location=lambda: NOT_LOADED,
        pose_predictor_five_point_model_location=lambda: str(landmarks),
        face_recognition_model_location=lambda: str(network),
    )
    pillow = SimpleNamespace(Image=PIL.Image, ImageFile=SimpleNamespace())
    return {"dlib": engine, "face_recognition_models": files, "numpy": np, "PIL": pillow, "PIL.Image": pillow}
