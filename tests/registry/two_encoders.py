"""An instance whose calibration knows a second encoder of invented people: `newface`, alone or beside the first."""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from matching.findings import Examination
from matching.thresholds import Scorer
from matching.voice.sense import VoiceSense
from matching.weights import ModelMissing
from registry.core.database import new_id
from registry.desk import Desk
from registry.gallery.coverage import bump
from registry.gallery.sealing import seal_template
from registry.gallery.switching import Switching
from registry.ledger.record import record
from registry.records.events import EventKind
from registry.records.tables.performers import Template
from tests.registry.conftest import ENCODER, THRESHOLDS, WEIGHTS, FakeMatching, a_vector

NEW, NEW_WEIGHTS = "newface", "f" * 64

_OLD = THRESHOLDS.scorers["sface"]
CALIBRATED = replace(
    THRESHOLDS,
    encoders=MappingProxyType({ENCODER: WEIGHTS, NEW: NEW_WEIGHTS}),
    scorers=MappingProxyType(
        {"sface": _OLD, "sface+new": Scorer(MappingProxyType({ENCODER: 0.5, NEW: 0.5}), _OLD.tails, _OLD.verify)}
    ),
)


class Machine:
    """The machine that the instance runs on. `weights`: what is installed there, by encoder."""

    def __init__(self, desk: Desk, matching: FakeMatching) -> None:
        self.weights = {ENCODER: WEIGHTS, NEW: NEW_WEIGHTS}
        self._matching = matching
        desk.__dict__["thresholds"] = CALIBRATED
        desk._examine = self.examine
        desk.__dict__["switching"] = Switching(
            desk.db, desk.clock, desk.galleries, desk.crowding, {"face": self.installed}
        )

    def installed(self, encoders: Collection[str]) -> dict[str, str]:
        for encoder in encoders:
            if encoder not in self.weights:
                raise ModelMissing(encoder, Path("models"))
        return {encoder: self.weights[encoder] for encoder in encoders}

    def examine(self, path: Path, encoders: Collection[str], *, every_opinion: bool = False) -> Examination:
        """Every face by these encoders, and by all that are installed where every opinion is asked."""
        faces_alone = set(encoders) - VoiceSense().encoders  # a picture has no sound
        used = self.installed(faces_alone | (self.weights.keys() if every_opinion else set()))
        seen = self._matching.examine(path)
        people = [line.split()[0] for line in path.read_text().splitlines() if not line.startswith("#")]
        faces = []
        for name, face in zip(people, seen.appearances, strict=True):
            everything = {**face.vectors, NEW: a_vector(f"{name} seen anew", seen.sha256)}
            faces.append(replace(face, vectors={encoder: everything[encoder] for encoder in used}))
        return replace(seen, encoders=used, appearances=tuple(faces))


def enrol_again(desk: Desk, performer_id: str, name: str, weights: str = NEW_WEIGHTS, **state: Any) -> None:
    """A template of the new encoder beside the old ones."""
    sealed = seal_template(
        desk.keystore.get(performer_id), a_vector(f"{name} seen anew"),
        performer_id=performer_id, modality="face", encoder=NEW, weights_sha256=weights,
    )  # fmt: skip
    with desk.db.write() as session:
        session.add(
            Template(
                id=new_id("T"), performer_id=performer_id, batch="E-NEW", modality="face", encoder=NEW,
                weights_sha256=weights, nonce=sealed.nonce, ciphertext=sealed.ciphertext, quality={},
                created_at=desk.clock(), **state,
            )
        )  # fmt: skip
        bump(session)
        record(session, "system", EventKind.TEMPLATES_ENROLLED, performer_id)
