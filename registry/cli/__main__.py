"""`likeness`, as a process of its own; `python -m registry.cli` is the same."""

import atexit
import os
import sys

from registry.cli import main

_status: int | None = None


def run() -> None:
    """Run the command of `sys.argv`, and end without taking apart what it has loaded: that takes longer than some commands."""
    global _status
    atexit.register(_leave)  # before any other is: they are called in reverse
    try:
        main()
    except SystemExit as end:
        _status = end.code if isinstance(end.code, int) else None
        raise


def _leave() -> None:
    """Never returns where the command told its status, and all that it wrote is written."""
    if _status is not None:
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except (AttributeError, OSError, ValueError):  # no such stream, or a full disk: Python knows what to say
            return
        os._exit(_status)


if __name__ == "__main__":
    run()
