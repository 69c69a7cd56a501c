"""A strike on many checks that are cleared: `python -m benchmarks.strike [--checks 10000] [--seconds 30]`.

How long the union's request takes, whether anything that the strike touches still releases from that moment on, asked of every
check by the signed list of receipts that no longer count and of some at their receipt's own address, and how many checks a
second one worker marks and decides again. On SQLite and on PostgreSQL. The last line is JSON.
"""

import argparse
import json
import logging
import random
import tempfile
import time
from collections.abc import Callable
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from benchmarks.crowd import Crowd, instance, postgres
from benchmarks.lists import computed
from registry.desk import Desk
from registry.records.tables.checks import Check, IssuedReceipt
from registry.serving.app import create_app
from tests.registry.checks.conftest import AGREEMENT
from tests.registry.web.conftest import Visitor

TARGET = 300
ASKED = 200
"""Checks whose receipt is asked for at its own address."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--checks", type=int, default=10_000)
    parser.add_argument("--databases", nargs="+", choices=("sqlite", "postgresql"), default=["sqlite", "postgresql"])
    parser.add_argument("--seconds", type=float, default=30, help="how long the worker decides again")
    parser.add_argument(
        "--processor",
        action="store_true",
        help="what this process and its connections to a PostgreSQL server compute, which the load of a shared machine changes less",
    )
    arguments = parser.parse_args()
    logging.disable(logging.ERROR)
    figures = {}
    for database in arguments.databases:
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            kept = postgres(folder / "postgresql") if database == "postgresql" else nullcontext()
            with kept as server, instance(folder, arguments.checks, server, ("cleared",)) as (desk, crowd):
                clock = partial(computed, desk) if arguments.processor else time.perf_counter
                figures[database] = struck(desk, crowd, arguments.seconds, clock)
        print(f"{database}, {figures[database]['checks']} cleared checks")
        for name, figure in figures[database].items():
            print(f"  {name:44}{figure:>10}")
    print(json.dumps({"target_ms": TARGET, "strike": figures}))


def struck(desk: Desk, crowd: Crowd, seconds: float, clock: Callable[[], float]) -> dict[str, Any]:
    app = create_app(desk)
    ursula, petra = Visitor(app.test_client()).sign_in("ursula"), Visitor(app.test_client()).sign_in("petra")
    with desk.db.look() as session:
        cleared = set(session.scalars(select(Check.id).where(Check.verdict == "cleared")))
        mine = list(
            session.scalars(select(Check.id).where(Check.production_id == crowd.production, Check.verdict == "cleared"))
        )
        receipts = set(
            session.scalars(
                select(IssuedReceipt.id).where(
                    IssuedReceipt.check_id.in_(select(Check.id).where(Check.verdict == "cleared"))
                )
            )
        )
    asked = random.Random(1).sample(mine, min(ASKED, len(mine)))
    before = sum(petra.get(f"/checks/{one}/receipt.json").status_code == 200 for one in asked)
    stale_before = len(receipts & _stale(petra))
    ursula.get(f"/unions/{crowd.union}/terms")
    start = clock()
    answer = ursula.post(
        f"/unions/{crowd.union}/strikes", {"agreement": AGREEMENT, "production": "every", "may_refuse": "yes"}
    )
    request = clock() - start
    assert answer.status_code == 303, answer.text
    start = clock()
    stale = _stale(petra)
    listed = clock() - start
    released = sum(petra.get(f"/checks/{one}/receipt.json").status_code == 200 for one in asked)
    start = clock()
    marked = desk.marking.run()
    marking = clock() - start
    with desk.db.look() as session:
        due = list(session.scalars(desk.redecider.due()))
    start = clock()
    desk.redecider.run_due(seconds)
    taken = clock() - start
    with desk.db.look() as session:
        left = set(session.scalars(desk.redecider.due()))
        decided = [check for check in due if check not in left]
        cleared_still = set(session.scalars(select(Check.id).where(Check.verdict == "cleared")))
    return {
        "checks": len(cleared),
        "the request (ms)": round(request * 1e3, 1),
        "receipts asked for": len(asked),
        "given before": before,
        "given after": released,
        "receipts on the list of stale ones before": stale_before,
        "receipts not on it after": len(receipts - stale),
        "the list itself (ms)": round(listed * 1e3, 1),
        "marked by the worker": marked,
        "marked per second": round(marked / marking, 1),
        "due after": len(due),
        "decided again": len(decided),
        "of these still cleared": len(cleared_still.intersection(decided)),
        "decided again per second": round(len(decided) / taken, 1),
    }


def _stale(visitor: Visitor) -> set[str]:
    answer = visitor.get("/status.json")
    assert answer.status_code == 200, answer.text
    return {entry["receipt_id"] for entry in json.loads(answer.data)["stale"]}


if __name__ == "__main__":
    main()
