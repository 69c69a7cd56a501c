"""How long the gallery takes to load: `python -m benchmarks.gallery [--people N] [--rounds N]`.

An instance of its own with random unit vectors, three references and two encoders a person. Measured are the first load of
a process, and the load after somebody was enrolled: by a process that has loaded before, and by one that has not.
"""

import argparse
import os
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from sqlalchemy import insert

from benchmarks.figures import last_line
from matching.encoders import DLIB, SFACE
from registry.core.config import Config
from registry.core.database import new_id, now
from registry.desk import Desk
from registry.gallery.coverage import bump
from registry.gallery.sealing import seal_template
from registry.gallery.source import GallerySource
from registry.ledger.record import record
from registry.ports.keys import KEY_BYTES
from registry.records import tables as models
from registry.records.events import EventKind
from registry.records.tables.performers import Performer, Template

ENCODERS = {SFACE: 128, DLIB: 128}
"""The usual ones, and how long their vectors are."""
REFERENCES = 3
AT_ONCE = 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Config(home=Path(folder), database_url=""))
        models.Base.metadata.create_all(desk.db.engine)
        rng = np.random.default_rng(0)
        for start in range(0, arguments.people, AT_ONCE):
            enrol(desk, min(AT_ONCE, arguments.people - start), rng)
        try:
            measure(desk, arguments.people, arguments.rounds, rng)
        finally:
            desk.close()


def measure(desk: Desk, people: int, rounds: int, rng: np.random.Generator) -> None:
    known, full, again = desk.gallery, [], []
    first = timed(known)
    for _ in range(rounds):
        enrol(desk, 1, rng)
        again.append(timed(known))
        fresh = GallerySource(desk.db, desk.keystore, lambda: desk.thresholds)
        full.append(timed(fresh))
        assert fresh.load().gallery.digest == known.load().gallery.digest
    print(
        f"{people} people, {REFERENCES} references and {len(ENCODERS)} encoders each: first load {first:.2f} s; after one "
        f"enrolment {statistics.median(again) * 1e3:.0f} ms, everything anew {statistics.median(full) * 1e3:.0f} ms: "
        f"{statistics.median(full) / statistics.median(again):.1f} times as long; "
        f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:.0f} MB at most"
    )
    last_line(
        {
            "people": people,
            "first_load_s": first,
            "after_one_enrolment_ms": statistics.median(again) * 1e3,
            "everything_anew_ms": statistics.median(full) * 1e3,
        }
    )


def timed(source: GallerySource) -> float:
    start = time.perf_counter()
    source.load()
    return time.perf_counter() - start


def enrol(desk: Desk, count: int, rng: np.random.Generator) -> None:
    """So many people more, as the product seals them."""
    moment = now()
    names = [new_id("P") for _ in range(count)]
    with desk.db.write() as session:
        session.execute(
            insert(Performer),
            [
                {"id": name, "name": name, "registered_by": "system", "registered_at": moment, "status": "unverified"}
                for name in names
            ],
        )
        session.execute(insert(Template), [row for name in names for row in sealed(desk, name, rng)])
        bump(session)
        record(session, "system", EventKind.TEMPLATES_ENROLLED, names[0])


def sealed(desk: Desk, performer: str, rng: np.random.Generator) -> Iterator[dict[str, object]]:
    key, weights = os.urandom(KEY_BYTES), desk.thresholds.encoders
    desk.config.keystore.mkdir(exist_ok=True)
    (desk.config.keystore / f"{performer}.key").write_bytes(key)  # as the key store does, but for waiting for the disk
    for encoder, dimensions in ENCODERS.items():
        for _ in range(REFERENCES):
            vector = rng.standard_normal(dimensions, dtype=np.float32)
            vector /= np.linalg.norm(vector)
            bound = {
                "performer_id": performer,
                "modality": "face",
                "encoder": encoder,
                "weights_sha256": weights[encoder],
            }
            closed = seal_template(key, vector, **bound)
            yield bound | {
                "id": new_id("T"),
                "batch": "E-BENCH",
                "nonce": closed.nonce,
                "ciphertext": closed.ciphertext,
                "quality": {"size": 90, "sharpness": 200, "yaw": 0},
                "created_at": now(),
            }


if __name__ == "__main__":
    main()
