"""How long one file may be looked at: whoever is asked for longer says so, and decides nothing."""

import time

from matching.reasons import Undecidable

SECONDS = 180
"""For one file. The dearest honest picture that was measured took a tenth (docs/error.md); a check may take 600."""


class Patience:
    """Runs out so many seconds after it was made."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._end = time.monotonic() + seconds

    def check(self) -> None:
        """Raises Undecidable when it has run out."""
        if time.monotonic() > self._end:
            raise Undecidable("picture.takes-too-long", seconds=round(self._seconds))
