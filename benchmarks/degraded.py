"""The same probes made smaller and blurred: from where on a face cannot be identified."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from matching.calibration import binomial
from matching.embeddings import Faces, embed
from matching.measurement import Protocol

Picture = NDArray[np.uint8]
Templates = Callable[[NDArray[np.float32], list[list[int]]], NDArray[np.float32]]

TYPICAL = 94  # pixels: the median size of a face in LFW
SIZES = (16, 20, 24, 32, 48, 64)
BLURS = (1.5, 2.5, 4.0, 6.0)  # standard deviation in pixels
PROBES = 350
MOST_MISSED = 0.2


def smaller(picture: Picture, size: int) -> Picture:
    scale = size / TYPICAL
    return np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)


def blurred(picture: Picture, sigma: float) -> Picture:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma), np.uint8)


def changes() -> dict[str, Callable[[Picture], Picture]]:
    small = {f"{size} pixels": partial(smaller, size=size) for size in SIZES}
    return small | {f"blur {sigma}": partial(blurred, sigma=sigma) for sigma in BLURS}


def measure(
    folder: Path,
    protocol: Protocol,
    faces: Faces,
    weights: Mapping[str, float],
    edges: Mapping[int, float],
    templates: Templates,
) -> list[dict[str, Any]]:
    """One probe a person (the first), changed in each way, against everybody with up to three references.

    edges: the score from which an answer is `possible`, by the size of the gallery. Each row: how many faces were found,
    their median size and sharpness, and for each size the share missed among those found.
    """
    trial = protocol.trial(3)
    _, first = np.unique(trial.owners, return_index=True)
    first = first[:: max(1, len(first) // PROBES)][:PROBES]
    files = [protocol.files[row] for row in trial.probes[first]]
    owners = trial.owners[first]
    rows: list[dict[str, Any]] = []
    for tag, change in {"as it is": None, **changes()}.items():
        seen = embed(folder, files, change, tag)
        scores = sum(
            weight * seen.vectors[name] @ templates(faces.vectors[name], trial.enrolled).T
            for name, weight in weights.items()
        )
        there = np.flatnonzero(seen.size > 0)
        own = scores[there, owners[there]]
        missed = {people: binomial(int((own <= edge).sum()), max(len(there), 1)) for people, edge in edges.items()}
        rows.append(
            {
                "change": tag,
                "found": round(len(there) / len(files), 4),
                "size": float(np.median(seen.size[there])),
                "sharpness": round(float(np.median(seen.sharpness[there])), 1),
                "fnir": {
                    str(people): [round(value, 4) for value in (share.value, share.low, share.high)]
                    for people, share in missed.items()
                },
            }
        )
    return rows


def limits(rows: list[dict[str, Any]], galleries: Iterable[int]) -> list[dict[str, Any]]:
    """For each size of gallery the smallest size of a face, and the least sharpness, down to which less than 20 % are
    missed, the interval's upper end taken; what nothing was good enough for is out of reach."""
    small = [row for row in rows if row["change"].endswith("pixels")]
    soft = [row for row in rows if row["change"].startswith("blur")]
    whole = [row for row in rows if row not in (*small, *soft)]
    return [
        {
            "people": people,
            "size_below": round(_last_good([*whole, *small], "size", str(people))),
            "sharpness_below": _last_good([*whole, *soft], "sharpness", str(people)),
            "missed_below": MOST_MISSED,
        }
        for people in galleries
    ]


def _last_good(rows: list[dict[str, Any]], what: str, people: str) -> float:
    good = None
    for row in sorted(rows, key=lambda row: -row[what]):
        if row["fnir"][people][2] >= MOST_MISSED:
            break
        good = float(row[what])
    if good is None:
        raise SystemExit(f"already the best {what} is missed too often among {people}: nothing can be calibrated")
    return good
