"""The error report: measured on a set of faces by the matchers' own code, or counted from what reviewers found."""

import json
import os
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from registry.core.database import Database
from registry.core.permissions import Identity, Permission, require
from registry.core.shipped import DEMO_PICTURES

if TYPE_CHECKING:
    from matching.thresholds import Thresholds

BUNDLED, FOLDER = "bundled", "folder"


class ErrorReports:
    """Measures and keeps reports in `place` (one a source), and counts reviews. Thresholds are never moved here."""

    def __init__(
        self, db: Database, clock: Callable[[], datetime], thresholds: "Callable[[], Thresholds]", place: Path
    ) -> None:
        self._db = db
        self._clock = clock
        self._thresholds = thresholds
        self._place = place

    def bundled(self) -> dict[str, Any]:
        """Measures the demo's people, who do not exist: it shows how the measuring works, and proves nothing."""
        return self._measure(BUNDLED, DEMO_PICTURES, _demo_protocol(DEMO_PICTURES))

    def folder(self, folder: Path, protocol: Path) -> dict[str, Any]:
        """Measures a folder by a protocol file. Raises OSError or ValueError where one of them cannot be used."""
        from matching.measurement import read

        return self._measure(FOLDER, folder, read(protocol))

    def _measure(self, source: str, folder: Path, protocol: Any) -> dict[str, Any]:
        from matching.embeddings import embed
        from matching.measurement import report

        thresholds = self._thresholds()
        faces = embed(folder, protocol.files)
        usable = [name for name, one in thresholds.scorers.items() if one.weights.keys() <= faces.vectors.keys()]
        scorer = "sface+dlib" if "sface+dlib" in usable else max(usable, key=len)
        found = asdict(report(faces, protocol, thresholds, scorer))
        return {"source": source, "made_at": self._clock().isoformat(timespec="seconds"), "measured": found}

    def keep(self, report: dict[str, Any]) -> None:
        """Keeps a report for the page, in the place of the last one of its source."""
        self._place.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._place / f"{report['source']}.json"
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(report), encoding="utf-8")
        os.replace(fresh, path)

    def kept(self, who: Identity) -> list[dict[str, Any]]:
        """The reports that were kept, a folder's before the bundled one. Raises `Forbidden`."""
        require(who, Permission.ERROR_READ)
        paths = [self._place / f"{source}.json" for source in (FOLDER, BUNDLED)]
        return [json.loads(path.read_text(encoding="utf-8")) for path in paths if path.is_file()]

    def live(self, who: Identity) -> dict[str, Any]:
        """What the thresholds promise for as many people as are enrolled now (`registry.reports.promised`), and what
        reviewers found: counts and rates (`registry.reports.live`), and nothing of anybody.

        Raises `Forbidden`, or `Undecidable` where there are no thresholds for what is enrolled.
        """
        require(who, Permission.ERROR_READ)
        # here: measuring needs no database, and a list of commands no matcher
        from registry.reports.live import count
        from registry.reports.promised import promised

        with self._db.look() as session:
            made = {"source": "live", "made_at": self._clock().isoformat(timespec="seconds")}
            return made | {"promised": promised(session, self._thresholds())} | count(session)


def _demo_protocol(pictures: Path) -> Any:
    """The demo's people as a protocol: each with the pictures that its cast list enrols and probes, and its strangers."""
    from matching.measurement import Protocol

    cast = json.loads((pictures / "cast.json").read_text(encoding="utf-8"))["people"]
    people: dict[str, dict[str, Any]] = {}
    for slug, person in cast.items():
        enrol, probe = ([f"{number}.jpg" for number in person[part]] for part in ("enrol", "probe"))
        people[f"people/{slug}"] = {
            "role": "genuine", "files": [*enrol, *probe], "enrol_3": enrol, "probe_3": probe,
        }  # fmt: skip
    for folder in sorted((pictures / "strangers").iterdir()):
        files = sorted(path.name for path in folder.glob("*.jpg"))
        people[f"strangers/{folder.name}"] = {"role": "stranger", "files": files}
    return Protocol(people, frozenset())
