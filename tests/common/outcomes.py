"""What each decision comes to at every door: `likeness decide`, `check` and `verify`, the API, the page and the receipt."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Outcome:
    """A decision by its status, its verdict and whether each of its duties is recorded as done; and the exit status."""

    status: str
    verdict: str | None
    done: tuple[bool, ...]
    exit: int

    @property
    def duties(self) -> tuple[dict[str, Any], ...]:
        return tuple({"kind": "notify", "whom": "union", "done": done} for done in self.done)

    @property
    def decision(self) -> tuple[str, str | None, tuple[dict[str, Any], ...]]:
        return self.status, self.verdict, self.duties

    def __str__(self) -> str:
        told = "-".join("told" if done else "untold" for done in self.done)
        return f"{self.status}-{self.verdict}-{told or 'nobody'}"


OUTCOMES = (
    Outcome("decided", "cleared", (), 0),
    Outcome("decided", "cleared", (True,), 0),
    Outcome(
        "decided", "cleared", (True, False), 3
    ),  # no rule says so; if one did, somebody would still have to be told
    Outcome("decided", "notify_only", (), 3),
    Outcome("decided", "notify_only", (False,), 3),
    Outcome("decided", "notify_only", (True, False), 3),
    Outcome("decided", "notify_only", (True,), 0),
    Outcome("decided", "needs_approval", (), 3),
    Outcome("decided", "needs_approval", (True,), 3),
    Outcome("decided", "blocked", (), 1),
    Outcome("decided", "blocked", (True,), 1),
    Outcome("cannot_decide", None, (), 4),
)
