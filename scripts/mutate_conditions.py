"""Mutation testing of the conditions: changes one operator, constant or answer at a time and runs every decided case.

Prints the survivors, each with its place. General tools leave decorated functions alone, and every condition is one.
Run it with module names (scope term ...) for a part.
"""

import ast
import copy
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from consent.clearance import Case, Ruleset, condition, conditions, parse_case, shipped
from tests.consent import corpus

FOLDER = Path(conditions.__file__).parent
OPPOSITE: dict[type[ast.AST], type[ast.AST]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
}


def mutated(tree: ast.Module) -> Iterator[tuple[str, ast.Module]]:
    """(place and change, the whole module with it) for every change."""
    bodies = {
        id(node) for function in ast.walk(tree) if isinstance(function, ast.FunctionDef) for node in _inside(function)
    }
    for number, node in enumerate(ast.walk(tree)):
        if id(node) in bodies:
            for change, edit in _edits(node):
                other = copy.deepcopy(tree)
                edit(list(ast.walk(other))[number])
                yield f"line {getattr(node, 'lineno', '?')}: {change}", ast.fix_missing_locations(other)


def _inside(function: ast.FunctionDef) -> Iterator[ast.AST]:
    for statement in function.body:
        if not (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)):
            yield from ast.walk(statement)


def _edits(node: ast.AST) -> Iterator[tuple[str, Any]]:
    if isinstance(node, ast.Compare) and type(node.ops[0]) in OPPOSITE:
        other = OPPOSITE[type(node.ops[0])]
        yield f"{ast.unparse(node)} -> {other.__name__}", lambda n: n.ops.__setitem__(0, other())
    elif isinstance(node, ast.BoolOp) or (isinstance(node, ast.BinOp) and type(node.op) in (ast.Add, ast.Sub)):
        other = OPPOSITE[type(node.op)]
        yield f"{ast.unparse(node)} -> {other.__name__}", lambda n: setattr(n, "op", other())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield (
            f"{ast.unparse(node)} -> without not",
            lambda n: setattr(n, "op", ast.UAdd()) or setattr(n, "operand", _bool(n.operand)),
        )
    elif isinstance(node, ast.Constant) and type(node.value) in (bool, int):
        value = not node.value if isinstance(node.value, bool) else node.value + 1
        yield f"{node.value} -> {value}", lambda n: setattr(n, "value", value)


def _bool(operand: ast.expr) -> ast.Call:
    return ast.Call(ast.Name("bool", ast.Load()), [operand], [])


def survivors(module: str, rulesets: Sequence[Ruleset], cases: dict[str, Case]) -> Iterator[str]:
    """The changes to one module of conditions that no decided case notices."""
    file = FOLDER / f"{module}.py"
    tree = ast.parse(file.read_text(encoding="utf-8"))
    expected = {name: corpus.outcome(case, rulesets) for name, case in cases.items()}
    for change, other in mutated(tree):
        if not _noticed(compile(other, str(file), "exec"), rulesets, cases, expected):
            yield f"{file.name} {change}"


def _noticed(code: Any, rulesets: Sequence[Ruleset], cases: dict[str, Case], expected: dict[str, list[str]]) -> bool:
    before = dict(condition.CONDITIONS)
    condition.CONDITIONS.clear()
    try:
        exec(code, {"__name__": "mutant"})  # noqa: S102  our own source, one operator changed
        changed = dict(condition.CONDITIONS)
    finally:
        condition.CONDITIONS.clear()
        condition.CONDITIONS.update(before)
    mutants = [
        replace(
            ruleset,
            gate=changed.get(ruleset.gate.name, ruleset.gate),
            rules=tuple(replace(r, condition=changed.get(r.condition.name, r.condition)) for r in ruleset.rules),
        )
        for ruleset in rulesets
    ]
    names = {r.name for ruleset in rulesets for r in ruleset.rules if r.condition.name in changed}
    order = sorted(cases, key=lambda name: not any(rule.split()[0] in names for rule in expected[name][1:]))
    return any(corpus.outcome(cases[name], mutants) != expected[name] for name in order)


def main() -> None:
    import logging

    logging.disable(logging.CRITICAL)  # a mutant may fail inside; that is noticed, not reported
    cases = {name: parse_case(case) for name, (case, _) in (corpus.everything() | corpus.neighbours()).items()}
    wanted = sys.argv[1:] or conditions.MODULES
    alive = [line for module in wanted for line in survivors(module, shipped(), cases)]
    total = sum(
        1 for module in wanted for _ in mutated(ast.parse((FOLDER / f"{module}.py").read_text(encoding="utf-8")))
    )
    print("\n".join(alive))
    print(f"{len(alive)} of {total} mutants of {', '.join(wanted)} survive")


if __name__ == "__main__":
    main()
