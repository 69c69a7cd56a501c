"""How fast the frames of a folder or an archive follow each other."""

from fractions import Fraction

NOTE = "sequence.json"
"""The file beside the frames that says it: {"rate": "24000/1001"}."""

RATE, SLOWEST, FASTEST = Fraction(24), Fraction(1), Fraction(240)
"""Frames a second where nothing is said, at least, and at most."""
