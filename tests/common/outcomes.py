"""What each decision comes to at every door: `likeness decide`, `check` and `verify`, the API, the page and the receipt."""

from dataclasses import dataclass
from typing import Any

from consent.clearance import Reason


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
    def reasons(self) -> tuple[dict[str, Any], ...]:
        return ({"verdict": self.verdict},) if self.verdict else ()

    @property
    def decision(self) -> tuple[Any, ...]:
        return self.status, self.verdict, self.duties, self.reasons

    def __str__(self) -> str:
        told = "-".join("told" if done else "untold" for done in self.done)
        return f"{self.status}-{self.verdict}-{told or 'nobody'}"


def a_reason(verdict: str | None) -> tuple[Reason, ...]:
    """What a rule would say for this verdict."""
    if verdict is None:
        return ()
    about = {"person": None, "consent": None, "clause": None, "params": {}, "remedy": None, "source": "a test"}
    message = "nobody" if verdict == "cleared" else "bill.grown-up"
    return (Reason(layer="law", verdict=verdict, rule="a/test", message=message, **about),)


OUTCOMES = (
    Outcome("decided", "cleared", (), 0),
    Outcome("decided", "cleared", (True,), 0),
    Outcome(
        "decided", "cleared", (True, False), 3
    ),  # no rule says so; if one did, somebody would still have to be told
    Outcome("decided", "notify_only", (), 3),
    Outcome("decided", "notify_only", (False,), 3),
    Outcome("decided", "notify_only", (True, False), 3),
    Outcome(
        "decided", "notify_only", (True,), 3
    ),  # somebody was told, and a rule still says to tell: it was somebody else
    Outcome("decided", "needs_approval", (), 3),
    Outcome("decided", "needs_approval", (True,), 3),
    Outcome("decided", "blocked", (), 1),
    Outcome("decided", "blocked", (True,), 1),
    Outcome("cannot_decide", None, (), 4),
)
