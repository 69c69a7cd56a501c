"""The names of senses, for whoever must not load any."""

FIRST = "face"
"""The sense of calibrations, and of whatever else was kept, before there were several."""

HEARD = "voice"
"""The sense whose findings are listened to and not looked at."""
