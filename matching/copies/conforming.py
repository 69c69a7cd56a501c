"""Where a master shows what its proxy shows, frame by frame and at the same time: whole, the right way round, and hardly changed."""

from dataclasses import dataclass

import numpy as np

from matching.copies.prints import EVERY, Prints

CONFORMS = 31
"""Bits of 256 by which a frame of a master may differ from its proxy's: the authors of PDQ call that the same picture. What comes back
changed is looked for with more (`matching.copies.search.AGREES`), as that only ever stops."""

GAP = 0.3
"""Seconds between two frames that are kept, at most, where nothing lies between them: so long it may take until one is looked at."""

Times = tuple[tuple[float, float], ...]
"""Spans of time in a master, in seconds from its beginning, in order."""


@dataclass(frozen=True)
class Conformed:
    """agrees: where the master shows its proxy's frames; differs: where it shows others. What is in neither was too even to say."""

    agrees: Times
    differs: Times


def conformed(master: Prints, proxy: Prints) -> Conformed:
    """Each kept frame of a master beside those of its proxy that are shown within a second of it."""
    agrees, differs = list[tuple[float, float]](), list[tuple[float, float]]()
    for at in range(len(master)):
        start, end = float(master.starts[at]), float(master.ends[at])
        if at + 1 < len(master) and 0 <= master.starts[at + 1] - end <= GAP:
            end = float(master.starts[at + 1])
        near = (proxy.starts <= start + EVERY) & (proxy.ends >= start - EVERY)
        apart = np.bitwise_count(proxy.hashes[near, 0] ^ master.hashes[at, 0]).sum(axis=1, dtype=np.int64)
        (agrees if apart.size and apart.min() <= CONFORMS else differs).append((start, end))
    return Conformed(tuple(agrees), tuple(differs))
