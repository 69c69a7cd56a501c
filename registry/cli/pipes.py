"""Output to somebody who stopped reading (`likeness check ... | head -1`): what a command found does not depend on who
read it, and neither does its exit status."""

import io
import os
import sys
from typing import TextIO


class _Pipe(io.RawIOBase):
    """A file descriptor that goes on as /dev/null once its reader has gone, for this process and for its children."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._descriptor

    def isatty(self) -> bool:
        return os.isatty(self._descriptor)

    def write(self, data: object) -> int:
        view = memoryview(data)  # type: ignore[arg-type]
        try:
            return os.write(self._descriptor, view)
        except BrokenPipeError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self._descriptor)
            os.close(nowhere)
            return view.nbytes


def outlive_readers() -> None:
    """Puts such a pipe under this process's output and error output, where they are still those that it was started with."""
    if sys.stdout is sys.__stdout__ and sys.stdout is not None:
        sys.stdout = _over(sys.stdout)
    if sys.stderr is sys.__stderr__ and sys.stderr is not None:
        sys.stderr = _over(sys.stderr)


def _over(stream: TextIO) -> TextIO:
    stream.flush()
    return io.TextIOWrapper(
        io.BufferedWriter(_Pipe(stream.fileno())),
        encoding=stream.encoding,
        errors=stream.errors,
        line_buffering=getattr(stream, "line_buffering", False),
    )
