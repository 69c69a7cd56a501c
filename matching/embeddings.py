"""Every face of a folder, found and encoded by the product's own code, kept in a cache.

The cache lies in $LIKENESS_CACHE or the system's temporary folder, never in the project: it holds vectors of real people.
Delete it to encode anew, for instance after a change of the detector.
"""

import hashlib
import multiprocessing
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from matching.face.dlib_opinion import DlibOpinion
from matching.face.edgeface import EdgeFace
from matching.face.engines import Engines
from matching.face.findings import FaceSeen
from matching.face.looking import look
from matching.face.sface import SFace
from matching.weights import ModelMissing, locate

Picture = NDArray[np.uint8]
Change = Callable[[Picture], Picture]
Row = tuple[dict[str, NDArray[np.float32]], float, float]


@dataclass(frozen=True)
class Faces:
    """One row a picture. vectors: encoder id -> float32 [n, d], unit vectors, zero where no face was found. size: shorter
    side of the face in pixels (0: none found). sharpness: as in `matching.face.findings.Quality`."""

    vectors: dict[str, NDArray[np.float32]]
    size: NDArray[np.float32]
    sharpness: NDArray[np.float32]


def encoders() -> dict[str, int]:
    """Encoder id -> dimensions: the default ones, and EdgeFace where its weights are installed."""
    ids = {SFace.id: SFace.dimensions, DlibOpinion.id: DlibOpinion.dimensions}
    try:
        locate("edgeface")
    except ModelMissing:
        return ids
    return {**ids, EdgeFace.id: EdgeFace.dimensions}


def embed(folder: Path, files: Sequence[str], change: Change | None = None, tag: str = "") -> Faces:
    """The face nearest to the middle of each picture, by every encoder. `change` is applied to the pixels first (a smaller
    or blurred picture); `tag` names it in the cache. Raises OSError for a picture that cannot be read."""
    dimensions = encoders()
    key = "\n".join([str(folder.resolve()), tag, *dimensions, *files])
    home = Path(os.environ.get("LIKENESS_CACHE") or Path(tempfile.gettempdir()) / "likeness-benchmarks")
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = home / f"{hashlib.sha256(key.encode()).hexdigest()[:24]}.npz"
    if not path.exists():
        fresh = path.with_suffix(f".{os.getpid()}.npz")
        np.savez(fresh, allow_pickle=False, **_encode(folder, files, change, tag, dimensions))
        os.replace(fresh, path)
    with np.load(path) as data:
        return Faces({name: data[name] for name in dimensions}, data["size"], data["sharpness"])


def read(path: Path) -> Picture:
    picture = cv2.imread(str(path), cv2.IMREAD_COLOR_RGB)
    if picture is None:
        raise OSError(f"{path} cannot be read as a picture")
    return np.asarray(picture, np.uint8)


def central(picture: Picture) -> FaceSeen | None:
    """The face nearest to the middle of the picture: who a labelled picture is of."""
    height, width = picture.shape[:2]

    def distance(found: FaceSeen) -> float:
        x, y, w, h = found.box
        return float(np.hypot(x + w / 2 - width / 2, y + h / 2 - height / 2))

    return min(look(picture, _engines()), key=distance, default=None)


@lru_cache
def _engines() -> Engines:
    cv2.setNumThreads(1)
    return Engines([SFace(), EdgeFace()] if EdgeFace.id in encoders() else [SFace()])


def _row(file: str, folder: Path, change: Change | None) -> Row:
    picture = read(folder / file)
    found = central(picture if change is None else change(picture))
    if found is None:
        return {}, 0.0, 0.0
    vectors = {**found.vectors, **_engines().second_opinion(found)}
    return vectors, found.quality.size, found.quality.sharpness


def _encode(
    folder: Path, files: Sequence[str], change: Change | None, tag: str, dimensions: dict[str, int]
) -> dict[str, NDArray[np.float32]]:
    columns = {name: np.zeros((len(files), width), np.float32) for name, width in dimensions.items()}
    size, sharpness = np.zeros(len(files), np.float32), np.zeros(len(files), np.float32)
    start = time.monotonic()
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        rows = pool.imap(partial(_row, folder=folder, change=change), files, chunksize=16)
        for row, (vectors, size[row], sharpness[row]) in enumerate(rows):
            for name, vector in vectors.items():
                columns[name][row] = vector
            if row % 500 == 499:
                print(
                    f"  {tag or folder.name}: {row + 1} of {len(files)}, {time.monotonic() - start:.0f} s", flush=True
                )
    return {**columns, "size": size, "sharpness": sharpness}
