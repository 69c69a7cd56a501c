"""Decoding of hostile files, in a child process that can do nothing else."""

from matching.media.picture import Decoded, decode, isolation

__all__ = ["Decoded", "decode", "isolation"]
