"""How long every page with a list takes, and how that grows: `python -m benchmarks.lists [--checks 1000 10000 100000]`.

Instances with so many checks, a fifth as many consents and a fiftieth as many members, on SQLite and on PostgreSQL; half of the
checks are of one production, a tenth show one performer, all touch one union. Each page is asked for as a browser does, signed
in, through the whole application. Printed is the median of several requests in milliseconds, and the growth from the smallest
to the largest. Instances are kept in `--folder` and used again. The last line is JSON.
"""

import argparse
import json
import logging
import re
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import NamedTuple

from benchmarks.crowd import Crowd, instance, postgres
from registry.desk import Desk
from registry.serving.app import create_app
from tests.registry.web.conftest import Visitor

TARGET = 300
PATIENCE = 3.0
"""Seconds after which a page is asked for only once."""
CLAUSE = "sag_tvtheatrical_2026/39.K"
"""One that keeps a good part of the checks from being cleared."""


class Page(NamedTuple):
    """A page with a list: what it is, who asks for it, and where it is."""

    what: str
    who: str
    path: Callable[[Crowd], str]


PAGES = (
    Page("a production's checks", "petra", lambda at: f"/productions/{at.production}/checks"),
    Page("a production's checks, blocked", "petra", lambda at: f"/productions/{at.production}/checks?verdict=blocked"),
    Page("a production's checks, searched", "petra", lambda at: f"/productions/{at.production}/checks?q=SC1-007"),
    Page("a production's checks, nothing found", "petra", lambda at: f"/productions/{at.production}/checks?q=nowhere"),
    Page("a production's checks, waiting", "petra", lambda at: f"/productions/{at.production}/checks?sort=waiting"),
    Page("a production's checks, oldest", "petra", lambda at: f"/productions/{at.production}/checks?sort=oldest"),
    Page("a performer's checks", "alice", lambda at: f"/performers/{at.performer}/checks"),
    Page("a performer's checks, blocked", "alice", lambda at: f"/performers/{at.performer}/checks?verdict=blocked"),
    Page("a member's checks", "ursula", lambda at: f"/performers/{at.performer}/checks"),
    Page("a union's checks", "ursula", lambda at: f"/unions/{at.union}/checks"),
    Page("a union's checks, cleared", "ursula", lambda at: f"/unions/{at.union}/checks?verdict=cleared"),
    Page("a union's checks, blocked", "ursula", lambda at: f"/unions/{at.union}/checks?verdict=blocked"),
    Page("a union's checks, to be told", "ursula", lambda at: f"/unions/{at.union}/checks?verdict=notify_only"),
    Page("a union's checks, undecided", "ursula", lambda at: f"/unions/{at.union}/checks?verdict=cannot_decide"),
    Page("a union's checks, nothing found", "ursula", lambda at: f"/unions/{at.union}/checks?q=nowhere"),
    Page("a union's checks, of one clause", "ursula", lambda at: f"/unions/{at.union}/checks?clause={CLAUSE}"),
    Page("a union's checks, searched", "ursula", lambda at: f"/unions/{at.union}/checks?q=film"),
    Page("a union's checks by clause", "ursula", lambda at: f"/unions/{at.union}/refusals"),
    Page("the production's overview", "petra", lambda at: f"/productions/{at.production}"),
    Page("the performer's overview", "alice", lambda at: f"/performers/{at.performer}"),
    Page("what waits for a production", "petra", lambda at: "/waiting"),
    Page("what waits for a performer", "alice", lambda at: "/waiting"),
    Page("what waits for a union", "ursula", lambda at: "/waiting"),
    Page("what waits for a union, answers", "ursula", lambda at: "/waiting?kind=answer"),
    Page("what waits for a union, searched", "ursula", lambda at: "/waiting?q=member+00"),
    Page("a production's inbox", "petra", lambda at: "/inbox"),
    Page("a performer's inbox", "alice", lambda at: "/inbox"),
    Page("a union's inbox", "ursula", lambda at: "/inbox"),
    Page("the union's overview", "ursula", lambda at: f"/unions/{at.union}"),
    Page("a production's consents", "petra", lambda at: f"/productions/{at.production}/consents"),
    Page("a production's consents, given", "petra", lambda at: f"/productions/{at.production}/consents?state=given"),
    Page("a performer's consents", "alice", lambda at: f"/performers/{at.performer}/consents"),
    Page("a union's consents", "ursula", lambda at: f"/unions/{at.union}/consents"),
    Page("a union's consents, to countersign", "ursula", lambda at: f"/unions/{at.union}/consents?waits=countersign"),
    Page(
        "a union's consents, next to end", "ursula", lambda at: f"/unions/{at.union}/consents?sort=ending&state=given"
    ),
    Page("a union's consents, searched", "ursula", lambda at: f"/unions/{at.union}/consents?q=member+00"),
    Page("a union's members", "ursula", lambda at: f"/unions/{at.union}/members"),
    Page("a union's members, to confirm", "ursula", lambda at: f"/unions/{at.union}/members?waits=verify"),
    Page("a union's members, searched", "ursula", lambda at: f"/unions/{at.union}/members?q=member+0000"),
    Page("reviews that wait", "ursula", lambda _at: "/reviews"),
    Page("reviews that wait, overdue", "ursula", lambda _at: "/reviews?due=overdue"),
    Page("reviews that wait, searched", "ursula", lambda _at: "/reviews?q=member+00"),
    Page("a union's notices", "ursula", lambda at: f"/unions/{at.union}/notices"),
    Page("a performer's notices", "alice", lambda at: f"/performers/{at.performer}/notices"),
    Page("a production's notices", "petra", lambda at: f"/productions/{at.production}/notices"),
    Page("an account's notices", "petra", lambda _at: "/notices"),
    Page("one's own access tokens", "petra", lambda _at: "/tokens"),
    Page("everybody's access tokens", "ada", lambda _at: "/administration/tokens"),
    Page("everybody's access tokens, in force", "ada", lambda _at: "/administration/tokens?state=in_force"),
    Page("everybody's access tokens, searched", "ada", lambda _at: "/administration/tokens?q=farm+3"),
    Page("all accounts", "ada", lambda _at: "/administration/accounts"),
    Page("all accounts, searched", "ada", lambda _at: "/administration/accounts?q=account-1"),
    Page("the administrator's overview", "ada", lambda _at: "/administration"),
    Page("a union's productions", "ursula", lambda _at: "/productions"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--checks", type=int, nargs="+", default=[1000, 10_000, 100_000])
    parser.add_argument("--databases", nargs="+", choices=("sqlite", "postgresql"), default=["sqlite", "postgresql"])
    parser.add_argument("--folder", type=Path, help="where instances are kept, to be used again")
    parser.add_argument("--pages", default="", help="only pages whose description this regular expression finds")
    parser.add_argument(
        "--processor",
        action="store_true",
        help="what this process and its connections to a PostgreSQL server compute, which the load of a shared machine changes less",
    )
    parser.add_argument("--rounds", type=int, default=7)
    arguments = parser.parse_args()
    logging.disable(logging.ERROR)
    pages = [page for page in PAGES if re.search(arguments.pages, page.what)]
    figures: dict[str, dict[int, dict[str, float]]] = {}
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.folder or Path(temporary)
        for database in arguments.databases:
            kept = postgres(folder / "postgresql") if database == "postgresql" else nullcontext()
            with kept as server:
                for checks in arguments.checks:
                    with instance(folder, checks, server) as (desk, crowd):
                        app = create_app(desk)
                        clock = partial(computed, desk) if arguments.processor else time.perf_counter
                        visitors = {
                            who: Visitor(app.test_client()).sign_in(who) for who in {page.who for page in pages}
                        }
                        figures.setdefault(database, {})[checks] = {
                            page.what: median(visitors[page.who], page.path(crowd), arguments.rounds, clock)
                            for page in pages
                        }
            table(database, figures[database])
    print(json.dumps({"target_ms": TARGET, "median_ms": figures}))


def computed(desk: Desk) -> float:
    """Seconds of processor time of this process, and of what serves it at a PostgreSQL server on this machine."""
    if desk.db.engine.dialect.name != "postgresql":
        return time.process_time()
    with desk.db.engine.connect() as connection:
        query = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        others = connection.exec_driver_sql(query).scalars().all()
        served = [*others, connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()]
    return time.process_time() + sum(int(Path(f"/proc/{one}/schedstat").read_text().split()[0]) for one in served) / 1e9


def median(visitor: Visitor, path: str, rounds: int, clock: Callable[[], float]) -> float:
    """Milliseconds that this page takes, the first request left out."""
    taken: list[float] = []
    while len(taken) <= rounds:
        start = clock()
        answer = visitor.client.get(path, base_url="http://localhost:8000")
        taken.append(clock() - start)
        assert answer.status_code == 200, (path, answer.status_code)
        if taken[0] > PATIENCE:
            return round(taken[0] * 1e3, 1)
    return round(statistics.median(taken[1:]) * 1e3, 1)


def table(database: str, figures: dict[int, dict[str, float]]) -> None:
    sizes = sorted(figures)
    print(f"{database:40}" + "".join(f"{size:>12,}" for size in sizes) + f"{'growth':>10}")
    for what in figures[sizes[0]]:
        taken = [figures[size][what] for size in sizes]
        over = "  over the target" if taken[-1] > TARGET else ""
        print(f"{what:40}" + "".join(f"{one:>9} ms" for one in taken) + f"{taken[-1] / taken[0]:>9.1f}x{over}")
    print()


if __name__ == "__main__":
    main()
