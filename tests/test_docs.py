"""The documentation says what the code does: layers, names, commands, settings, links and words are compared."""

import re
import shlex
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import click
import pytest

from registry.cli import main
from registry.core.config import Config
from scripts import draw_imports
from tests.common.pages import CODE, PAGES, code, named, page, rows, section, spans
from tests.common.parts import PROJECT

ARCHITECTURE = "docs/architecture.md"
ROOMS = ("consent", "matching", "registry", "migrations", "templates", "tests", "scripts", "benchmarks", "docs")
INVENTED = {"consent/rulesets/lantern_festival.toml"}  # of the example in docs/writing-a-rule.md
PLACEHOLDERS = {"..."}  # what a page leaves out of a command


def contract(container: str) -> list[str]:
    """The packages of a layers contract, the uppermost first."""
    contracts = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    (found,) = [one for one in contracts["contracts"] if one.get("containers") == [container]]
    return [name.strip() for layer in found["layers"] for name in layer.split("|")]


def test_the_layers_of_the_page_are_those_of_the_contract() -> None:
    told = [code(cells[0]) for cells in rows(section(page(ARCHITECTURE), "The layers of `registry`"))]
    inside = [name for name in told if "/" in name]
    assert [name for name in told if "/" not in name] == contract("registry")
    assert inside == [f"checks/{name}" for name in contract("registry.checks")]


def test_the_picture_of_the_imports_is_that_of_the_code() -> None:
    drawing = draw_imports.drawn(draw_imports.imports())
    drawn_anew = draw_imports.placed(page(ARCHITECTURE), drawing)
    assert page(ARCHITECTURE) == drawn_anew, "python scripts/draw_imports.py draws it anew"


def test_the_picture_leaves_out_what_follows_and_shows_what_does_not() -> None:
    lines = draw_imports.drawn(
        {"top": {"middle", "low"}, "middle": {"low"}, "low": set(), "matching": set()}
    ).splitlines()
    assert [line.strip() for line in lines if "-->" in line] == ["top --> middle", "middle --> low"]


def test_a_circle_of_imports_is_not_drawn() -> None:
    with pytest.raises(ValueError, match="circle: one, two"):
        draw_imports.drawn({"one": {"two"}, "two": {"one"}, "three": {"one"}})


@pytest.mark.parametrize("name", [path.relative_to(PROJECT).as_posix() for path in PAGES])
def test_every_link_leads_somewhere(name: str) -> None:
    lost = []
    for target in re.findall(r"\]\(([^)\s]+)\)", page(name)):
        file, _, heading = target.partition("#")
        if file.startswith(("http://", "https://")):
            continue
        there = (PROJECT / name).parent / file if file else PROJECT / name
        if not there.exists() or (heading and heading not in anchors(there)):
            lost.append(target)
    assert lost == []


def anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_page_is_reached_from_the_readme() -> None:
    linked = {target.partition("#")[0] for target in re.findall(r"\]\(([^)\s]+)\)", page("README.md"))}
    assert {path.relative_to(PROJECT).as_posix() for path in PAGES} - linked == {"README.md"}


def test_every_file_that_a_page_names_is_there() -> None:
    lost = {
        (name, path)
        for name, span in spans()
        for path in re.findall(rf"(?<![\w/.-])(?:{'|'.join(ROOMS)})/[\w./-]*\w", span)
        if path not in INVENTED and not (PROJECT / path).exists()
    }
    assert lost == set()


def code_rows() -> Iterator[tuple[str, str, str]]:
    """(page, file, name) of every row of a table that names a file and something in it."""
    for path in PAGES:
        name = path.relative_to(PROJECT).as_posix()
        for cells in rows(page(name)):
            for one, other in pairwise(cells):
                if code(one).endswith(".py") and code(other):
                    yield name, code(one), code(other)


@pytest.mark.parametrize(("name", "file", "what"), [*code_rows()])
def test_what_a_page_finds_in_a_file_is_in_it(name: str, file: str, what: str) -> None:
    found = named(file, what)
    inside = getattr(found, "__wrapped__", found)
    assert getattr(inside, "__module__", None) == file.removesuffix(".py").replace("/", "."), (
        f"{what} only passes through"
    )


def commands() -> Iterator[tuple[str, str]]:
    """(page, arguments) of every `likeness` that the pages tell somebody to type."""
    for name, span in spans():
        for typed in re.split(r"\s(?:&&|\|\||;)\s", re.sub(r"\s+#.*", "", span)):
            if (told := re.match(r"(?:\S+/)?likeness (.+)", typed)) is not None:
                yield name, told[1]


@pytest.mark.parametrize(("name", "typed"), sorted(set(commands())))
def test_every_command_of_a_page_is_one(name: str, typed: str) -> None:
    command: click.Command = main
    words = shlex.split(typed.replace("\\", ""))
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        found = command.get_command(click.Context(command), words.pop(0))
        assert found is not None, typed
        command = found
    known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
    known |= {"--help", "--version"} | PLACEHOLDERS
    assert [word for word in words if word.startswith("--") and word not in known] == []


def test_commands_are_found_in_the_pages() -> None:
    found = {typed.split()[0] for _, typed in commands()}
    assert {"check", "verify", "backup", "restore", "audit", "rules", "token"} <= found


def test_every_target_of_make_that_a_page_names_is_one() -> None:
    targets = set(re.findall(r"^([a-z-]+):.*##", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    told = {target for _, span in spans() for target in re.findall(r"(?:^|&& )make ([a-z-]+)", span)}
    assert told
    assert told - targets == set()


def settings() -> dict[str, str]:
    """Variable -> what the page says of its default."""
    found = rows(section(page("docs/operations.md"), "Settings"))
    return {code(cells[0]): cells[1].strip("`") for cells in found}


@pytest.mark.parametrize("name", [name for name, default in settings().items() if re.fullmatch(r"\d+|\w+://", default)])
def test_a_default_in_the_table_of_settings_is_the_one_of_the_code(name: str) -> None:
    assert str(getattr(Config(), name.removeprefix("LIKENESS_").lower())) == settings()[name]


def test_most_defaults_are_compared() -> None:
    in_words = {name for name, default in settings().items() if not re.fullmatch(r"\d+|\w+://", default)}
    assert in_words == {
        *("LIKENESS_HOME", "LIKENESS_DATABASE_URL", "LIKENESS_MODELS", "LIKENESS_CACHE", "LIKENESS_WORKERS"),
        "LIKENESS_TRUST_LIST",
        *("LIKENESS_TRUSTED_PROXIES", "LIKENESS_BASE_URL", "LIKENESS_SMTP_HOST", "LIKENESS_SMTP_PORT"),
        *("LIKENESS_SMTP_SECURITY", "LIKENESS_SMTP_USER", "LIKENESS_SMTP_PASSWORD", "LIKENESS_SMTP_SENDER"),
        *("LIKENESS_REGISTRATION", "LIKENESS_SECOND_FACTOR", "LIKENESS_CREDENTIAL_CHAIN", "LIKENESS_CREDENTIAL_KEY"),
        *("LIKENESS_ORIGIN", "LIKENESS_SIGN_ORIGIN"),
    }


def test_a_proxy_that_is_set_up_as_the_page_says_takes_the_largest_file() -> None:
    most = int(re.search(r"client_max_body_size (\d+)m", page("docs/operations.md"))[1])
    assert most * 1024 * 1024 > Config().upload_bytes


TERMS = [(cells[0], code(cells[2])) for cells in rows(page("docs/glossary.md"))]


@pytest.mark.parametrize(("term", "place"), TERMS)
def test_a_word_of_the_glossary_is_in_the_code(term: str, place: str) -> None:
    parts = place.split(".")
    modules = [Path(*parts[:end]) for end in range(1, len(parts) + 1)]
    files = [path for path in modules if (PROJECT / path).is_dir() or (PROJECT / path).with_suffix(".py").is_file()]
    module, rest = files[-1], parts[len(files[-1].parts) :]
    if rest:
        assert named(f"{module}.py", ".".join(rest)) is not None
    else:
        sources = [PROJECT / f"{module}.py", *(PROJECT / module).rglob("*.py")]
        texts = " ".join(path.read_text(encoding="utf-8").lower() for path in sources if path.is_file())
        words = [word.removesuffix("s") for word in re.findall(r"[\w-]+", term.lower()) if len(word) > 2]
        assert any(word.replace("-", "") in texts.replace("-", "").replace("_", "") for word in words)


def test_the_glossary_holds_every_verdict_and_every_answer() -> None:
    from consent import terms

    text = page("docs/glossary.md")
    assert all(f"`{verdict}`" in text for verdict in terms.VERDICTS)
    told = {term for term, _ in TERMS}
    assert {"match", "possible", "none", "cannot decide"} <= told
    assert len(told) == len(TERMS), "a word stands there twice"


def test_the_changelog_is_kept_as_such() -> None:
    text = page("CHANGELOG.md")
    version = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert re.findall(r"^## \[(.+?)\]", text, re.MULTILINE)[0] == "Unreleased"
    assert version in text
    kinds = set(re.findall(r"^### (.+)$", text, re.MULTILINE))
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def test_code_spans_are_closed() -> None:
    for path in PAGES:
        for line in path.read_text(encoding="utf-8").splitlines():
            if not line.startswith(("    ", "```")):
                assert CODE.sub("", line).count("`") == 0, f"{path.name}: {line}"
