"""The names of senses, for whoever must not load any."""

FIRST = "face"
"""The sense of calibrations, and of whatever else was kept, before there were several."""

LISTENING = frozenset({"voice"})
"""The senses that listen: of a file without sound they say nothing, and need not be asked."""
