"""The warm process from which decoding children are forked: a script of its own, started as
`python -I -S warm.py CHILD FOLDER_OF_PILLOW DESCRIPTOR` by `matching.media.children`.

It has imported what decoding needs and holds nothing else: no byte of a file passes through it. For each request it forks a
child that keeps the request's descriptors and nothing more, and then puts up the walls itself (`child.main`). A request
comes through the socket DESCRIPTOR: the job as JSON, with three or four descriptors: the file, the answer, for some a shelf of
memory, and a socket on which is told `STARTED`, and at last how the child ended, as `waitpid` has it. A child is killed as soon as
that socket is closed at the other end. When DESCRIPTOR is, nothing more is begun, and the process ends with its last child.
"""

import ctypes
import gc
import importlib.util
import json
import os
import resource
import selectors
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

STARTED = b"started\n"
LONGEST = 1 << 16  # bytes of a request
SHELF = 3
"""As which descriptor a child has its shelf, if it has one."""
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Child:
    """A running child. process: its pidfd; asker: the socket of whoever waits for it."""

    id: int
    process: int
    asker: socket.socket


def serve(requests: socket.socket, decode: Callable[[dict[str, Any]], None]) -> None:
    """Fork a child that calls `decode` for each request, until nobody is left who could ask or waits for one."""
    selector = selectors.DefaultSelector()
    selector.register(requests, selectors.EVENT_READ)
    while selector.get_map():
        for key, _ in selector.select()[:1]:  # what it means for the others is seen by the next look
            child: Child | None = key.data
            if child is None:
                message, descriptors, _, _ = socket.recv_fds(requests, LONGEST, 4)
                if not message:
                    selector.unregister(requests)
                elif (started := _started(message, descriptors, decode)) is not None:
                    selector.register(started.process, selectors.EVENT_READ, started)
                    selector.register(started.asker, selectors.EVENT_READ, started)
            elif key.fd == child.process:
                selector.unregister(child.process)
                with suppress(KeyError):
                    selector.unregister(child.asker)
                _tell_end(child)
            else:  # whoever asked has given up
                selector.unregister(child.asker)
                with suppress(ProcessLookupError):
                    signal.pidfd_send_signal(child.process, signal.SIGKILL)


def _started(message: bytes, descriptors: list[int], decode: Callable[[dict[str, Any]], None]) -> Child | None:
    """None where there is no child: then the asker hears nothing but the end."""
    try:
        *given, asking = descriptors
        if len(given) not in (2, 3):
            raise ValueError
        job = json.loads(message)
        here = os.getpid()
        child = os.fork()
        if child == 0:
            _be_child(given, here, job, decode)
        asker = socket.socket(fileno=os.dup(asking))
        with suppress(OSError):  # given up already: seen soon
            asker.send(STARTED)
        return Child(child, os.pidfd_open(child), asker)
    except (OSError, ValueError):
        return None
    finally:
        for descriptor in descriptors:
            os.close(descriptor)


def _be_child(given: list[int], parent: int, job: Any, decode: Callable[[dict[str, Any]], None]) -> None:
    """Never returns. What this process inherited is given up first: descriptors above those that were given (2 leads nowhere)."""
    code = 1
    try:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        kept = 0, 1, SHELF
        for one, place in zip(given, kept, strict=False):
            os.dup2(one, place)
        os.closerange(SHELF + 1 if len(given) == len(kept) else SHELF, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
        if os.getppid() == parent:  # else it went before the call
            decode(job)
            code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else code
    except BaseException:  # noqa: S110 - a child that fails says so by its end alone
        pass
    finally:
        os._exit(code)


def _tell_end(child: Child) -> None:
    _, status = os.waitpid(child.id, 0)
    with suppress(OSError):
        child.asker.send(b"%d\n" % status)
    child.asker.close()
    os.close(child.process)


def main() -> None:
    script, pillow, descriptor = sys.argv[1:]
    spec = importlib.util.spec_from_file_location("child", script)
    assert spec is not None
    assert spec.loader is not None
    child = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(child)
    child.prepare(pillow)
    gc.freeze()  # what is here already, no child has to copy
    serve(socket.socket(fileno=int(descriptor)), child.main)


if __name__ == "__main__":
    main()
