"""Who can be seen and heard in a file. This room is pure perception: it knows no names, no web and no
database.

    from matching import examine, Undecidable

The door opens lazily, so that the decoding child and the list of weights start without OpenCV.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matching.examination import Engines, examine
    from matching.reasons import Undecidable

__all__ = ["Engines", "Undecidable", "examine"]


def __getattr__(name: str) -> Any:
    if name == "Undecidable":
        from matching.reasons import Undecidable

        return Undecidable
    if name in __all__:
        from matching import examination

        return getattr(examination, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
