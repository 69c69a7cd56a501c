"""How long one file may be looked at: whoever is asked for longer says so, and decides nothing."""

import time

from matching.reasons import Undecidable

SECONDS = 180
"""For one file. The dearest honest picture that was measured took a tenth (docs/error.md); a check may take 600."""

A_SECOND = 5
"""More for each second that the file lasts: beside others on a busy machine a film took a third of that."""


class Patience:
    """Runs out so many seconds after it was made."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._end = time.monotonic() + seconds

    def longer(self, seconds: float) -> None:
        """Suffices for so many seconds of film more than it did."""
        self._seconds += seconds * A_SECOND
        self._end += seconds * A_SECOND

    def check(self) -> None:
        """Raises Undecidable when it has run out."""
        if time.monotonic() > self._end:
            raise Undecidable("picture.takes-too-long", seconds=round(self._seconds))
