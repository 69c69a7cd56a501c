"""Cut lists for tests."""

from pathlib import Path
from typing import Any

import opentimelineio as otio


def clip(shot: str, file: str, start: int, frames: int, rate: float = 24) -> Any:
    """A use of a part of a file, linked as an editing program links it: by an address on somebody else's disk."""
    time = otio.opentime.RationalTime
    span = otio.opentime.TimeRange
    media = otio.schema.ExternalReference(f"file:///Volumes/edit/{file}", span(time(0, rate), time(500, rate)))
    return otio.schema.Clip(shot, media, span(time(start, rate), time(frames, rate)))


def written(folder: Path, ending: str, *items: Any) -> Path:
    """A list of these, one after the other, in the format of this ending."""
    timeline, track = otio.schema.Timeline("cut"), otio.schema.Track(kind="Video")
    timeline.tracks.append(track)
    for item in items:
        track.append(item)
    path = folder / f"cut.{ending}"
    otio.adapters.write_to_file(timeline, str(path))
    return path


def edl(folder: Path, *lines: str) -> Path:
    path = folder / "cut.edl"
    path.write_text("\n".join(("TITLE: CUT", "FCM: NON-DROP FRAME", "", *lines, "")), encoding="utf-8")
    return path
