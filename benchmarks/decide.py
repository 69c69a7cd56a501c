"""How long a decision takes, with all rulesets loaded, and how that compares with a general policy engine.

Both run in this process on one core, turn by turn: `decide` on the decided cases and on one scope case, cedarpy on the
same scope written as a Cedar policy. Prints medians and their ratio.
"""

import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from cedarpy import is_authorized

from consent.clearance import decide, shipped
from tests.consent import corpus

ROUNDS = 7
REPEATS = 100
CASES = [case for case, _ in corpus.decided().values()]
SCOPE = corpus.decided()["SCP-01"][0]
POLICY = """
permit (principal, action == Action::"use_replica", resource == Consent::"C-1")
when {
  context.state == "given" && context.kinds.contains("use_replica") &&
  ["TV-26"].contains(context.project) && ["series"].contains(context.medium) &&
  ["US", "CA"].contains(context.territory) && ["en"].contains(context.language) &&
  context.character == "Mara" && context.uses < 5 &&
  context.day >= 20260101 && context.day <= 20271231
};
forbid (principal, action, resource)
when { context.content.containsAny(["nudity", "political", "product_ad"]) };
"""
REQUEST = {
    "principal": 'Production::"TV-26"',
    "action": 'Action::"use_replica"',
    "resource": 'Consent::"C-1"',
    "context": {
        "state": "given",
        "kinds": ["create_replica", "use_replica"],
        "project": "TV-26",
        "medium": "series",
        "territory": "US",
        "language": "en",
        "character": "Mara",
        "uses": 2,
        "day": 20261122,
        "content": [],
    },
}


def timed(function: Callable[[], object], repeats: int) -> float:
    """Milliseconds a call, over `repeats` calls."""
    start = time.perf_counter()
    for _ in range(repeats):
        function()
    return (time.perf_counter() - start) * 1000 / repeats


def main() -> None:
    assert decide(SCOPE).verdict == "cleared"
    assert is_authorized(REQUEST, POLICY, []).allowed
    single, with_json, scope, cedar = [], [], [], []
    for _ in range(ROUNDS):
        single += [timed(lambda case=case: decide(case), 3) for case in CASES]  # type: ignore[misc]
        with_json += [timed(lambda case=case: decide(case).to_json(), 3) for case in CASES]  # type: ignore[misc]
        scope.append(timed(lambda: decide(SCOPE), REPEATS))
        cedar.append(timed(lambda: is_authorized(REQUEST, POLICY, []), REPEATS))
    rules = sum(len(ruleset.rules) for ruleset in shipped())
    ratio = statistics.median(a / b for a, b in zip(scope, cedar, strict=True))
    print(f"{len(shipped())} rulesets, {rules} rules, {len(CASES)} decided cases, {ROUNDS} rounds")
    print(f"decide                   median {statistics.median(single):.3f} ms, slowest case {max(single):.3f} ms")
    print(f"decide and write JSON    median {statistics.median(with_json):.3f} ms")
    print(f"decide, one scope case   median {statistics.median(scope):.3f} ms (every rule of four layers)")
    print(f"cedarpy, the same scope  median {statistics.median(cedar):.3f} ms (this scope alone)")
    print(f"ratio decide / cedarpy   {ratio:.2f}")
    print(json.dumps({"decide_ms": statistics.median(single), "cedarpy_ratio": ratio}))


if __name__ == "__main__":
    if not Path("consent").is_dir():
        raise SystemExit("run it from the project: python -m benchmarks.decide")
    main()
