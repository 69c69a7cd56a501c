"""What a production is told of somebody who gave it nothing, by what they are: a table, one row for each way of asking.

Every cell is how many different answers there were (decision, reasons, duties, receipt, and their size) between that state and the
one that is first in its row; 0 everywhere means one row of equal answers. Then how long an answer takes, by state. The last
line is JSON.
"""

import json
import statistics
import time
from itertools import islice

from consent.verdicts import STRICTNESS
from tests.registry.asking import SEEN, STATES, WHOLE, answer, declarations, whole_verdict

STRIDE = 131
"""Of the declarations of each form, every so many are asked; it divides none of the lists that they are made from."""
FORMS = [(form, whom, None) for form, (whom, _) in WHOLE.items()]
FORMS += [(f"{form} ({found})", whom, found) for form, whom in SEEN.items() for found in ("match", "possible")]


def main() -> None:
    states = [*STATES]
    print("| asked | declarations | verdicts | " + " | ".join(states) + " |")
    print("|---|---|---|" + "---|" * len(states))
    taken: dict[str, list[float]] = {state: [] for state in states}
    different = milder = asked = 0
    for form, whom, found in FORMS:
        tried = list(islice(declarations(whom), 0, None, STRIDE))
        cells = dict.fromkeys(states, 0)
        verdicts = set()
        for declared in tried:
            first = None
            for state in states:
                if found and STATES[state][0] is None:
                    continue  # a face that nobody registered is no match: that is what the gate is for
                start = time.perf_counter()
                told = answer(declared, state, found)
                taken[state].append((time.perf_counter() - start) * 1000)
                first = first or told
                cells[state] += told != first
                verdicts.add(told["shown"]["verdict"])
                milder += STRICTNESS[told["shown"]["verdict"]] < STRICTNESS[whole_verdict(declared, state, found)]
                asked += 1
        different += sum(cells.values())
        row = ["-" if found and STATES[state][0] is None else str(cells[state]) for state in states]
        print(f"| {form} | {len(tried)} | {', '.join(sorted(verdicts))} | " + " | ".join(row) + " |")
    medians = {state: round(statistics.median(times), 2) for state, times in taken.items()}
    print()
    print("| state | median ms |")
    print("|---|---|")
    for state, median in medians.items():
        print(f"| {state} | {median} |")
    print(json.dumps({"asked": asked, "different": different, "milder_than_all_facts": milder, "median_ms": medians}))


if __name__ == "__main__":
    main()
