"""How long `likeness decide` takes from start to exit, for one case. Prints the median of several runs."""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.consent import corpus

RUNS = 9


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "case.json"
        file.write_text(json.dumps(corpus.decided()["SCP-01"][0]), encoding="utf-8")
        command = [sys.executable, "-m", "registry.cli", "decide", str(file), "--json"]
        taken = []
        for _ in range(RUNS + 1):
            start = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            taken.append(time.perf_counter() - start)
    print(f"likeness decide, start to exit: median {statistics.median(taken[1:]):.3f} s of {RUNS} runs")


if __name__ == "__main__":
    main()
