"""An earlier version and this one, benchmark by benchmark, in turns: `python -m benchmarks.before COMMIT [NAME ...] [--turns 3]`.

COMMIT is checked out beside this version, and whatever both of them measure is measured in each, with the same installed libraries.
`NAME=--rows,1000` gives a benchmark arguments of its own, which both have to know. Clocks are those of the processor (all threads, and the
processes that were waited for), which the load of a shared machine changes less, and which leave out what a process that lives on,
such as the warm one of `decoding`, computes; `--wall` leaves them as they are. Printed are the figures that both print in the same
words: each the median of the turns, before and now. Whatever one version alone prints is not compared, and counted. The last line is
JSON.
"""

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
NAMES = ("decide", "decoding", "picture", "index", "gallery", "hidden", "asking", "ledger")
"""Those of `make bench`; `startup` compares with an earlier version by itself (`--before`)."""
NUMBER = re.compile(r"(?<![\w.])-?\d[\d,]*(?:\.\d+)?")
RUN = """
import resource, runpy, sys, time
def processor():
    used = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)
if {processor}:
    time.perf_counter = time.monotonic = processor
sys.argv = ["benchmarks"] + {arguments}
runpy.run_module("benchmarks.{name}", run_name="__main__", alter_sys=True)
"""

Figures = dict[str, list[float]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("commit")
    parser.add_argument("names", nargs="*", default=NAMES, metavar="NAME[=ARGUMENT,...]")
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--wall", action="store_true", help="by the clock on the wall")
    arguments = parser.parse_args()
    found: dict[str, list[dict[str, object]]] = {}
    with earlier(arguments.commit) as before:
        for asked in arguments.names:
            name, _, own = asked.partition("=")
            turns: dict[Path, list[Figures]] = {before: [], HOME: []}
            for _ in range(arguments.turns):
                for folder, runs in turns.items():
                    runs.append(printed(folder, name, own.split(",") if own else [], processor=not arguments.wall))
            found[name] = compared(name, medians(turns[before]), medians(turns[HOME]))
    print(json.dumps({"commit": arguments.commit, "turns": arguments.turns, "wall": arguments.wall, "figures": found}))


@contextmanager
def earlier(commit: str) -> Iterator[Path]:
    """A checkout of the commit, with this version's models."""
    git = ["git", "-C", str(HOME), "worktree"]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "before"
        subprocess.run([*git, "add", "--quiet", "--detach", str(folder), commit], check=True)
        try:
            (folder / "models").symlink_to((HOME / "models").resolve())
            yield folder
        finally:
            subprocess.run([*git, "remove", "--force", str(folder)], check=True)


def printed(folder: Path, name: str, arguments: list[str], *, processor: bool) -> Figures:
    """What a benchmark of this checkout prints: words -> the numbers in them, in their order. Empty where it fails."""
    done = subprocess.run(
        [sys.executable, "-c", RUN.format(name=name, arguments=arguments, processor=processor)],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        print(f"{name} fails in {folder}: {done.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
        return {}
    figures: Figures = {}
    for line in done.stdout.splitlines():
        numbers = [float(one.replace(",", "")) for one in NUMBER.findall(line)]
        if numbers and not line.startswith("{"):
            figures.setdefault(" ".join(NUMBER.sub("#", line).split()), []).extend(numbers)
    return figures


def medians(runs: list[Figures]) -> Figures:
    """The median of each number over the runs; of lines that every one of them printed alike."""
    alike = [line for line in runs[0] if len({len(run.get(line, ())) for run in runs}) == 1]
    return {
        line: [statistics.median(numbers) for numbers in zip(*(run[line] for run in runs), strict=True)]
        for line in alike
    }


def compared(name: str, before: Figures, now: Figures) -> list[dict[str, object]]:
    both = [line for line in before if len(before[line]) == len(now.get(line, ()))]
    print(
        f"== {name}: {len(both)} lines in both, {len(before) - len(both)} before only, {len(now) - len(both)} now only"
    )
    for line in both:
        print(f"{line}\n    before {before[line]}\n    now    {now[line]}")
    return [{"line": line, "before": before[line], "now": now[line]} for line in both]


if __name__ == "__main__":
    main()
