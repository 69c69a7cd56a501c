"""How long commands take from start to exit: `python -m benchmarks.startup [--runs N] [--before FOLDER]`.

`likeness --help`, `decide` and `rules explain` for one case, `verify` of a receipt, and `check` of a small picture (384 x 384) in a
demo instance that is made first. Python keeps what it compiled, as it does for everybody who did not forbid it. With `--before`, a
checkout of an earlier version of this program, whose own demo instance is made too, is measured in turns with this one. The last
line is JSON: medians in seconds, of waiting and of processor time, and after divided by before.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.consent import corpus

HOME = Path(__file__).resolve().parent.parent
PICTURE = "registry/demo/pictures/people/mara-lind/4.jpg"
READ_DECLARATION = """
import os, sqlite3
database = sqlite3.connect(os.path.join(os.environ["LIKENESS_HOME"], "registry.sqlite"))
print(database.execute("SELECT declaration FROM check_ ORDER BY requested_at, id").fetchone()[0])
"""


class Version:
    """One version of the program with a demo instance of its own."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder = folder
        self.environment = os.environ | {"LIKENESS_HOME": str(home), "PYTHONPATH": str(folder)}
        self.environment["PYTHONPYCACHEPREFIX"] = f"{home}-compiled"
        self.environment.pop("PYTHONDONTWRITEBYTECODE", None)
        self.environment.setdefault("LIKENESS_MODELS", str(HOME / "models"))
        self.run("-m", "registry.cli", "demo", "--no-serve")
        self.declared = json.loads(self.run("-c", READ_DECLARATION))
        self.use, self.trust, self.receipt = home / "use.json", home / "trust.json", home / "receipt.json"
        self._checks = 0
        self.check("--receipt", str(self.receipt))
        self.likeness("audit", "trust", "--out", str(self.trust))

    def likeness(self, *command: str, most: int = 0) -> None:
        self.run("-m", "registry.cli", *command, most=most)

    def run(self, *command: str, most: int = 0) -> str:
        done = subprocess.run(
            [sys.executable, *command],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if not 0 <= done.returncode <= most:
            raise RuntimeError(f"{command}: {done.stderr}")
        return done.stdout

    def check(self, *more: str) -> None:
        self._checks += 1
        self.use.write_text(json.dumps(self.declared | {"unit": {"id": f"BENCH-{self._checks}", "version": 1}}))
        self.likeness(
            *("check", str(self.folder / PICTURE), "--use", str(self.use), "--as", "production@demo.example", "--json"),
            *more,
            most=3,
        )

    def help(self) -> None:
        self.likeness("--help")

    def decide(self) -> None:
        self.likeness("decide", str(self.use.with_name("case.json")), "--json")

    def explain(self) -> None:
        self.likeness("rules", "explain", str(self.use.with_name("case.json")))

    def verify(self) -> None:
        self.likeness("verify", str(self.receipt), "--trust", str(self.trust), "--offline", most=10)


COMMANDS = ("help", "decide", "explain", "verify", "check")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--before", type=Path, help="a checkout of an earlier version")
    arguments = parser.parse_args()
    case = json.dumps(corpus.decided()["SCP-01"][0])
    folders = {"now": HOME} | ({"before": arguments.before.resolve()} if arguments.before else {})
    with tempfile.TemporaryDirectory() as place:
        versions = {name: Version(folder, Path(place) / name) for name, folder in folders.items()}
        for name in versions:
            (Path(place) / name / "case.json").write_text(case, encoding="utf-8")
        taken: dict[str, dict[str, list[tuple[float, float]]]] = {}
        for _ in range(arguments.runs + 1):
            for name, version in versions.items():
                for command in COMMANDS:
                    before, start = used(), time.perf_counter()
                    getattr(version, command)()
                    row = time.perf_counter() - start, used() - before
                    taken.setdefault(command, {}).setdefault(name, []).append(row)
    found: dict[str, dict[str, dict[str, float]]] = {}
    for command, by_version in taken.items():
        for name, rows in by_version.items():
            waited, worked = (statistics.median(column) for column in zip(*rows[1:], strict=True))
            found.setdefault(command, {})[name] = {"seconds": round(waited, 3), "processor": round(worked, 3)}
            print(f"likeness {command}, start to exit ({name}): median {waited:.3f} s, {worked:.3f} s of processor")
        if "before" in by_version:
            now, then = found[command]["now"], found[command]["before"]
            found[command]["ratio"] = {key: round(now[key] / then[key], 3) for key in now}
            print(f"likeness {command}: {found[command]['ratio']['seconds']:.2f} of the time before")
    print(json.dumps({"runs": arguments.runs, "commands": found}))


def used() -> float:
    """Seconds of processor time of all that was started here and has ended."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


if __name__ == "__main__":
    main()
