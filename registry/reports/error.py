"""The error report of a sense: measured on labelled files by the matchers' own code, or counted from what reviewers found."""

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matching.senses import FIRST
from registry.core.database import Database
from registry.core.errors import NotFound
from registry.core.permissions import Identity, Permission, require
from registry.core.shipped import DEMO_PICTURES

if TYPE_CHECKING:
    from matching.modality import Modality
    from matching.thresholds import Thresholds

BUNDLED, FOLDER = "bundled", "folder"


class ErrorReports:
    """Measures and keeps reports in `place` (one a sense and source), and counts reviews. Thresholds are never moved here.

    `senses`: by name, the usual one first; `thresholds`: of a sense. A report is of the usual sense unless another is named, and
    of none that is not installed: `NotFound`.
    """

    def __init__(
        self,
        db: Database,
        clock: Callable[[], datetime],
        senses: "Callable[[], Mapping[str, Modality]]",
        thresholds: "Callable[[str], Thresholds]",
        place: Path,
    ) -> None:
        self._db = db
        self._clock = clock
        self._senses = senses
        self._thresholds = thresholds
        self._place = place

    def bundled(self, modality: str | None = None) -> dict[str, Any]:
        """Measures the demo's people, who do not exist: it shows how the measuring works, and proves nothing. Raises ValueError
        where this sense finds nobody in their pictures."""
        return self._measure(BUNDLED, modality, DEMO_PICTURES, _demo_protocol(DEMO_PICTURES))

    def folder(self, folder: Path, protocol: Path, modality: str | None = None) -> dict[str, Any]:
        """Measures a folder by a protocol file. Raises OSError or ValueError where one of them cannot be used."""
        from matching.measurement import read

        return self._measure(FOLDER, modality, folder, read(protocol))

    def _measure(self, source: str, modality: str | None, folder: Path, protocol: Any) -> dict[str, Any]:
        from matching.measurement import report
        from matching.thresholds import scorer_of

        sense = self._sense(modality)
        thresholds = self._thresholds(sense.name)
        samples = sense.samples(folder, protocol.files)
        usable = [name for name, one in thresholds.scorers.items() if one.weights.keys() <= samples.vectors.keys()]
        if not usable:
            raise ValueError(f"the sense {sense.name} finds nobody in {folder}")
        usual = scorer_of(thresholds.default, thresholds.scorers)
        found = asdict(report(samples, protocol, thresholds, usual if usual in usable else max(usable, key=len)))
        return self._made(source, sense.name) | {"measured": found}

    def _sense(self, modality: str | None) -> "Modality":
        senses = self._senses()
        name = next(iter(senses)) if modality is None else modality
        if name not in senses:
            raise NotFound("sense", name)
        return senses[name]

    def _made(self, source: str, modality: str) -> dict[str, Any]:
        return {"source": source, "modality": modality, "made_at": self._clock().isoformat(timespec="seconds")}

    def keep(self, report: dict[str, Any]) -> None:
        """Keeps a report for the page, in the place of the last one of its sense and source."""
        self._place.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._file(report.get("modality", FIRST), report["source"])
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(report), encoding="utf-8")
        os.replace(fresh, path)

    def _file(self, modality: str, source: str) -> Path:
        return self._place / (f"{source}.json" if modality == FIRST else f"{modality}-{source}.json")

    def kept(self, who: Identity) -> list[dict[str, Any]]:
        """The reports that were kept, sense by sense, a folder's before the bundled one. Raises `Forbidden`."""
        require(who, Permission.ERROR_READ)
        paths = [self._file(modality, source) for modality in self._senses() for source in (FOLDER, BUNDLED)]
        kept = [json.loads(path.read_text(encoding="utf-8")) for path in paths if path.is_file()]
        return [{"modality": FIRST} | report for report in kept]  # none was named while there was one

    def live_of_all(self, who: Identity) -> list[dict[str, Any]]:
        """`live` of every sense."""
        return [self.live(who, modality) for modality in self._senses()]

    def live(self, who: Identity, modality: str | None = None) -> dict[str, Any]:
        """What the thresholds promise for as many people as are enrolled now (`registry.reports.promised`), and what
        reviewers found: counts and rates (`registry.reports.live`), and nothing of anybody.

        Raises `Forbidden`, or `Undecidable` where there are no thresholds for what is enrolled.
        """
        require(who, Permission.ERROR_READ)
        # here: measuring needs no database, and a list of commands no matcher
        from registry.reports.live import count
        from registry.reports.promised import promised

        sense = self._sense(modality).name
        with self._db.look() as session:
            found = {"promised": promised(session, self._thresholds(sense))} | count(session, sense)
            return self._made("live", sense) | found


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
