"""The demo's spoken shots, for what its checks say of each other."""

from pathlib import Path

from matching.copies.printing import Printing
from matching.copies.prints import Prints
from matching.copies.search import agreements
from matching.media.stream import opened
from registry.core.shipped import DEMO_PICTURES, DEMO_VOICES


def prints(path: Path) -> Prints:
    printing = Printing()
    for piece in opened(path).pieces:
        for frame in piece.frames or ():
            printing.frame(frame)
    return printing.prints


def test_no_shot_shares_its_frames_with_another() -> None:
    """Or whoever may not be used in one would have to be looked for in the other, which is allowed."""
    films = {path.name: prints(path) for path in (DEMO_PICTURES / "film.mp4", *sorted(DEMO_VOICES.glob("*.mp4")))}
    assert len(films) == 4
    assert all(len(found) > 5 for found in films.values())
    names = sorted(films)
    pairs = [(one, other) for one in names for other in names if one < other]
    assert [(one, other) for one, other in pairs if agreements(films[one], films[other])] == []
