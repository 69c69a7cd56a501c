"""The queue that wakes workers: at most once, and nothing more than a check's id. The truth is in the check's row."""

import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from huey import SqliteHuey
from huey.registry import Message
from huey.serializer import Serializer

log = logging.getLogger(__name__)


class JsonMessages(Serializer):
    """Messages as JSON: whoever can write to the queue's file must not be able to run code through it (pickle can)."""

    def _serialize(self, data: Any) -> bytes:
        if not isinstance(data, Message):
            raise TypeError("only messages are put into this queue")
        return json.dumps(data._asdict()).encode()

    def _deserialize(self, data: bytes) -> Message:
        return Message(**json.loads(data))


class Queue:
    """Wakes a worker for a check. `work` is what a worker does with the id; whoever only asks needs none."""

    def __init__(self, path: Path, work: Callable[[str], object] | None = None) -> None:
        self.huey = SqliteHuey("checks", filename=str(path), results=False, serializer=JsonMessages())
        do = work or _refuse

        # A message names its task by the module of the function: one function here, so that a worker knows what a page
        # has written.
        def check(check_id: str) -> None:
            do(check_id)

        self._task = self.huey.task()(check)

    def wake(self, check_id: str) -> None:
        """Put the id into the queue. A queue that cannot be written is no reason to lose a check: workers also look for
        queued rows."""
        try:
            self._task(check_id)
        except Exception as problem:
            log.warning("%s: no worker could be woken (%s)", check_id, type(problem).__name__)

    def waiting(self) -> set[str]:
        """The ids in the queue."""
        return {task.args[0] for task in self.huey.pending() if task.args}


def _refuse(check_id: str) -> None:
    raise RuntimeError(f"{check_id}: this process is no worker")
