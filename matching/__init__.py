"""Who can be seen and heard in a file. This room is pure perception: it knows no names, no web and no
database.

    from matching import examine, Undecidable

The door opens lazily, so that the decoding child and the list of weights start without OpenCV.
"""

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matching.examination import examine
    from matching.reasons import Undecidable

# Before the first `import cv2`: its new engine prints a warning at every load.
os.environ.setdefault("OPENCV_LOG_LEVEL", "ERROR")

__all__ = ["Undecidable", "examine"]


def __getattr__(name: str) -> Any:
    if name == "Undecidable":
        from matching.reasons import Undecidable

        return Undecidable
    if name == "examine":
        from matching.examination import examine

        return examine
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
