"""A sense that is no face: it finds coloured squares in a picture and knows people by their colour."""

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

import cv2
import numpy as np

from matching.calibration import Tail
from matching.findings import Appearance, Box, Examination, Picture, Vector
from matching.known import KnownAnswers
from matching.media.stream import Piece
from matching.modality import Finder, Modality
from matching.patience import Patience
from matching.references import Advice, Agreement, Assessment
from matching.samples import Samples, sampled
from matching.thresholds import LARGEST, Level, Limits, Scorer, Thresholds

ENCODER, WEIGHTS = "hue", "c" * 64
RED, GREEN, BLUE = (220, 30, 30), (30, 200, 30), (30, 30, 220)
LEAST, SMALLEST = 20, 8  # pixels a side: of somebody who can be told, and of whatever is found at all


def thresholds(modality: str) -> Thresholds:
    tails = MappingProxyType({1: Tail(0.3, 0.02, 0, 0.05, 1e-6)})
    scorer = Scorer(MappingProxyType({ENCODER: 1.0}), tails, Level(0.54, 0.001, extrapolated=False))
    return Thresholds(
        id="squares",
        encoders=MappingProxyType({ENCODER: WEIGHTS}),
        targets=MappingProxyType({"possible": 0.01, "match": 0.001}),
        scorers=MappingProxyType({"hue": scorer}),
        limits=(Limits(LARGEST, {"side": LEAST}),),
        modality=modality,
    )


@dataclass(frozen=True, eq=False, kw_only=True)
class SquareSeen(Appearance):
    """box: where it is; has_place: whether it tells so. shown: its pixels."""

    box: Box
    has_place: bool = True
    shown: Picture = field(repr=False)

    @property
    def place(self) -> Box | None:
        return self.box if self.has_place else None

    @property
    def measures(self) -> Mapping[str, float]:
        return {"side": min(self.box[2:])}

    def apart(self, other: Appearance) -> bool:
        return super().apart(other) and self.place != other.place


class Finding(Finder):
    def __init__(self, modality: str, *, has_place: bool) -> None:
        self._known: KnownAnswers | None = None
        self.modality = modality
        self._has_place = has_place

    @property
    def weights(self) -> Mapping[str, str]:
        return {ENCODER: WEIGHTS}

    def knowing(self, known: KnownAnswers) -> "Finding":
        self._known = known
        return self

    def _search(self, view: Picture, piece: Piece) -> list[Box]:
        if self._known is None or not piece.end:
            return squares(view)
        section, key = self._known.section(piece.start), hashlib.sha256(view.tobytes()).digest()
        found = np.frombuffer(section.answer(key, lambda: np.array(squares(view), "<i4").tobytes()), "<i4").reshape(
            -1, 4
        )
        return [(x, y, wide, high) for x, y, wide, high in found.tolist()]

    def find(self, piece: Piece, _patience: Patience, *, every_opinion: bool = False) -> Sequence[Appearance]:
        return [
            SquareSeen(
                modality=self.modality,
                start=piece.start,
                end=piece.end,
                box=(x, y, wide, high),
                has_place=self._has_place,
                vectors={ENCODER: colour(view[y : y + high, x : x + wide])},
                shown=view[y : y + high, x : x + wide].copy(),
            )
            for view in piece.views[:1]
            for x, y, wide, high in self._search(view, piece)
        ]


class Squares(Modality):
    """`name`: the word of consents that stands for it. has_place: whether what it finds has a place in the picture."""

    agreement = Agreement(least=0.45, same=2.0)
    evidence_type = "image/png"

    def __init__(self, name: str = "body", *, has_place: bool = True) -> None:
        self.name = name
        self._has_place = has_place

    def thresholds(self) -> Thresholds:
        return thresholds(self.name)

    def available(self) -> frozenset[str]:
        return frozenset({ENCODER})

    def digests(self, encoders: Collection[str]) -> Mapping[str, str]:
        return dict.fromkeys(encoders, WEIGHTS)

    def load(self, _encoders: Collection[str]) -> Finder:
        return Finding(self.name, has_place=self._has_place)

    def assess(self, examination: Examination) -> Assessment:
        own = self.of(examination)
        if len(own) == 1 and own[0].measures["side"] >= LEAST:
            return Assessment(True, (), own[0])
        return Assessment(False, (Advice("enrol.several-faces", {"count": len(own)}),), None)

    def samples(self, folder: Path, files: Sequence[str]) -> Samples:
        return sampled(self, folder, files)

    def records(self) -> tuple[type, ...]:
        return (SquareSeen,)

    def evidence(self, appearance: Appearance, others: Callable[[float], Collection[Box]]) -> bytes | None:
        assert isinstance(appearance, SquareSeen)
        return cv2.imencode(".png", cv2.cvtColor(appearance.shown, cv2.COLOR_RGB2BGR))[1].tobytes()


def squares(view: Picture) -> list[Box]:
    """Where something has a colour, the largest first."""
    coloured = (view.max(axis=2).astype(int) - view.min(axis=2) > 60).astype(np.uint8)
    _, _, found, _ = cv2.connectedComponentsWithStats(coloured)
    boxes = [tuple(int(side) for side in row[:4]) for row in found[1:] if min(row[2:4]) >= SMALLEST]
    return sorted(boxes, key=lambda box: -box[2] * box[3])


def colour(square: Picture) -> Vector:
    mean = square.reshape(-1, 3).mean(axis=0) - 128.0
    return np.asarray(mean / np.linalg.norm(mean), np.float32)


def between(one: tuple[int, int, int], other: tuple[int, int, int], cosine: float) -> tuple[int, int, int]:
    """A colour whose cosine to `one` is about that, towards `other`."""
    a, b = (np.array(each, float) - 128 for each in (one, other))
    a /= np.linalg.norm(a)
    rest = b - (b @ a) * a
    mixed = cosine * a + np.sqrt(1 - cosine**2) * rest / np.linalg.norm(rest)
    red, green, blue = (round(128 + 120 * float(part)) for part in mixed)
    return red, green, blue


def drawn(path: Path, *colours: tuple[int, int, int], side: int = 60, shade: int = 128) -> Path:
    """A grey picture with these squares, saved as PNG."""
    picture = np.full((200, 100 + 120 * len(colours), 3), shade, np.uint8)
    for number, wanted in enumerate(colours):
        picture[50 : 50 + side, 40 + 120 * number : 40 + 120 * number + side] = wanted
    cv2.imwrite(str(path), cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
    return path


def timed(stream: object, *spans: tuple[float, float]) -> object:
    """An opened picture as if it were a film that shows it once in each of these spans (seconds)."""
    (piece,) = stream.pieces
    pieces = [replace(piece, index=number, start=a, end=b) for number, (a, b) in enumerate(spans)]
    return replace(stream, pieces=pieces)
