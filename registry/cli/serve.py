"""`likeness serve`: the pages on the loopback address, with a worker beside them."""

import errno
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from types import FrameType

import click

from registry.cli.common import at_desk
from registry.cli.files import InputError
from registry.core.shipped import own_process

HOST = "127.0.0.1"  # spoken of as localhost: a passkey takes no number for a name
COMMAND = [sys.executable, "-c", "from registry.cli import main; main()", "worker", "--parent"]
# seconds before a worker is started again: the least, doubled each time that it ends at once, and the most
PAUSES = (1.0, 60.0)
LASTING = 60.0  # seconds after which a worker's end says nothing about the next one's
STOP_SECONDS = 5


class Beside:
    """A worker process that is started again whenever it ends, until it is told to stop."""

    def __init__(self) -> None:
        self._over = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        # The worker dies with the thread that started it (prctl), so that thread lives as long as this process.
        self._thread = threading.Thread(target=self._keep, name="worker", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def _keep(self) -> None:
        pause, most = PAUSES
        while not self._over.is_set():
            started = time.monotonic()
            command = [*COMMAND, str(os.getpid())]
            self._process = subprocess.Popen(command, env=own_process())  # noqa: S603 - our own command
            self._process.wait()
            pause = PAUSES[0] if time.monotonic() - started > LASTING else min(pause * 2, most)
            self._over.wait(pause)

    def stop(self) -> None:
        """Ask the worker to end, and see to it that it does."""
        self._over.set()
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help="[default: LIKENESS_PORT, else 8000]")
@click.option("--worker/--no-worker", "with_worker", default=True, help="Start a worker beside the pages.")
def serve(port: int | None, with_worker: bool) -> None:
    """Serve the pages at http://localhost:PORT, reachable from this machine alone, with a worker beside them."""
    from registry.serving.app import create_app
    from registry.serving.front import Front, keep_incoming

    logging.basicConfig(
        level=logging.WARNING, stream=sys.stderr, format="%(asctime)s %(name)s %(levelname)s %(message)s"
    )
    signal.signal(signal.SIGTERM, _leave)
    with at_desk() as desk:
        port = port or desk.config.port
        keep_incoming(desk.config)
        try:
            server = Front(create_app(desk), HOST, port)
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
            why = "is used by another program" if error.errno == errno.EADDRINUSE else "is not open to this user"
            raise InputError(f"Port {port} {why}. Name another one: --port, or LIKENESS_PORT.") from error
        beside = Beside()
        if with_worker:
            beside.start()
        click.echo(f"http://localhost:{port}", err=True)
        try:
            server.run()
        finally:
            beside.stop()


def _leave(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)
