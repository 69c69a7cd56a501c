"""The folder of an instance is its owner's alone: it holds the keys of everybody who is registered."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from consent.keyfile import OTHERS
from registry.core.config import Config


class HomeOpen(OSError):
    """Others on this machine may enter the instance or read a key, and this account cannot close it to them."""


def close_to_others(config: Config) -> list[Path]:
    """Takes from the group and from others what they may do to the instance's folder, its key store and its own keys, and
    answers with what was open. Whatever this process makes from now on is made private.

    Whoever can enter an open folder reads what a careless copy or restore left open in it, so the folder comes first.
    Raises `HomeOpen` where it cannot be closed: an instance that others can read must not go on as if they could not.
    """
    os.umask(OTHERS)
    closed = []
    for path, mode in _open_to_others(config):
        try:
            path.chmod(mode & ~OTHERS)
        except OSError as error:
            raise HomeOpen(
                error.errno, f"others on this machine may enter or read it, and that cannot be changed ({error.strerror})"
                f". As its owner: chmod -R go= {config.home}", str(path)
            ) from error  # fmt: skip
        closed.append(path)
    return closed


def _open_to_others(config: Config) -> Iterator[tuple[Path, int]]:
    for path in (config.home, config.keystore, config.signing_key, config.secret_key, config.database):
        if path.exists():
            mode = stat.S_IMODE(path.stat().st_mode)
            if mode & OTHERS:
                yield path, mode
