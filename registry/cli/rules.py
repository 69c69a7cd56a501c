"""likeness rules: what the verdicts rest on. Lists, shows and checks the rulesets, and explains one decision."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from consent.clearance import CaseError, Rule, Ruleset, RulesetError, Step, explain, parse_case, read_json, shipped
from consent.clearance.ruleset import files as shipped_files
from consent.clearance.ruleset import load
from consent.texts import has_text, say
from consent.verdicts import Exit
from registry.cli.decide import unwrapped


@click.group()
def rules() -> None:
    """List, show and check the rules, and explain a decision."""


@rules.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def list_(as_json: bool) -> None:
    """Every rule with its source."""
    if as_json:
        click.echo(json.dumps([_ruleset(ruleset) for ruleset in shipped()], ensure_ascii=False))
        return
    for ruleset in shipped():
        click.echo(f"{ruleset.id} {ruleset.version}  {ruleset.title} ({ruleset.kind})")
        for rule in ruleset.rules:
            click.echo(f"  {rule.id:28} {rule.layer:18} {rule.verdict:15} {rule.trust:3} {rule.clause}")


@rules.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def show(name: str, as_json: bool) -> None:
    """One ruleset (sag_tvtheatrical_2026) or one rule (sag_tvtheatrical_2026/39.D)."""
    wanted, _, rule_id = name.partition("/")
    for ruleset in shipped():
        if ruleset.id == wanted:
            found = [rule for rule in ruleset.rules if rule_id in ("", rule.id)]
            if found:
                shown = _ruleset(ruleset) if not rule_id else _rule(found[0])
                click.echo(json.dumps(shown, ensure_ascii=False) if as_json else _block(shown))
                return
    raise click.UsageError(f"no ruleset or rule {name!r}; `likeness rules list` names them all")


@rules.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def lint(files: tuple[Path, ...]) -> None:
    """Check data files (all that are shipped, if none is given): every key, parameter, condition and text."""
    problems = 0
    for file in files or shipped_files():
        try:
            ruleset = load(file)
        except RulesetError as error:
            problems += 1
            click.echo(str(error), err=True)
            continue
        for rule in ruleset.rules:
            for message in filter(None, (rule.message, rule.met, rule.remedy and rule.remedy[1])):
                if not has_text(message):
                    problems += 1
                    click.echo(f"{file.name}: rule {rule.id}: no text for {message!r}", err=True)
        click.echo(f"{file.name}: {len(ruleset.rules)} rules")
    sys.exit(Exit.BAD_INPUT if problems else 0)


@rules.command("explain")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.option("--all", "everything", is_flag=True, help="Also the rulesets that do not apply to this case.")
def explain_(file: Path, as_json: bool, everything: bool) -> None:
    """The chain behind one decision: what was tried, and why it did or did not apply."""
    try:
        _, data = unwrapped(read_json(file.read_bytes()))
        decision, steps = explain(parse_case(data))
    except CaseError as error:
        click.echo(f"{file.name}: {error}", err=True)
        sys.exit(Exit.BAD_INPUT)
    known = {rule.name: rule for ruleset in shipped() for rule in ruleset.rules}
    chain = [_step(step, known[step.rule]) for step in steps if everything or step.outcome != "speaks_not"]
    if as_json:
        click.echo(json.dumps({"decision": decision.as_dict(), "chain": chain}, ensure_ascii=False))
    else:
        click.echo(decision.summary())
        for link in chain:
            about = f" ({', '.join(link['about'])})" if link["about"] else ""
            click.echo(f"  {link['outcome']:13} {link['rule']}{about}: {link['why']}")
    sys.exit(decision.exit_status)


def _step(step: Step, rule: Rule) -> dict[str, Any]:
    why = {
        "speaks_not": lambda: say("explain-speaks-not"),
        "not_in_force": lambda: say("explain-not-in-force", on=step.about[0], since=rule.since, until=rule.until),
        "silent": lambda: say("explain-silent", condition=rule.condition.summary),
    }.get(step.outcome, lambda: rule.condition.summary)()
    return {"rule": step.rule, "outcome": step.outcome, "about": list(step.about), "why": why}


def _ruleset(ruleset: Ruleset) -> dict[str, Any]:
    return {
        "id": ruleset.id,
        "version": ruleset.version,
        "title": ruleset.title,
        "kind": ruleset.kind,
        "source": ruleset.source,
        "trust": ruleset.trust,
        "when": ruleset.gate.name,
        "with": _plain(ruleset.gate_params),
        "rules": [_rule(rule) for rule in ruleset.rules],
    }


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "rule": rule.name,
        "clause": rule.clause,
        "source": rule.source,
        "trust": rule.trust,
        "layer": rule.layer,
        "verdict": rule.verdict,
        "waives": sorted(rule.waives),
        "when": rule.condition.name,
        "meaning": rule.condition.summary,
        "with": _plain(rule.params),
        "in_force": {"on": rule.judged_on, "from": _plain(rule.since), "until": _plain(rule.until)},
        "message": rule.message,
        "remedy": {"ask": rule.remedy[0], "for": rule.remedy[1]} if rule.remedy else None,
        "duty": {"kind": rule.duty[0], "whom": rule.duty[1]} if rule.duty else None,
    }


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key.rstrip("_"): _plain(item) for key, item in value.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def _block(shown: dict[str, Any], indent: str = "") -> str:
    lines = []
    for key, value in shown.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            lines += [f"{indent}{key}:", *(_block(item, indent + "  ") + "\n" for item in value)]
        elif value not in (None, [], {}):
            lines.append(f"{indent}{key}: {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}")
    return "\n".join(lines)
