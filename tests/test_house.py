"""The house rules, as tests: walls between the rooms, small files, nothing of one machine, nothing undocumented."""

import ast
import re
import subprocess
import sys
import tomllib
from collections import defaultdict
from functools import cache
from importlib import import_module
from pathlib import Path

import click
import pytest

from registry.cli import COMMANDS
from tests.common.parts import PICTURES, PROJECT, VOICES

CODE = {".py", ".js", ".css", ".html", ".sh", ".toml"}  # catalogues and locks are data
LONGEST = 400  # lines: a file holds one idea
PICTURE_BYTES = 2_200_000
VOICE_BYTES = 900_000

# Written in two halves, so that this file does not contain what it looks for.
NOT_HERE = {
    "a path of somebody's machine": r"(?<![\w.])/(ho" r"me|ro" r"ot|wo" r"rk|Us" r"ers|mn" r"t|op" r"t|sr" r"v)/\w",
    "the address of a package registry": r"py"
    r"pi\.org|pythonho"
    r"sted|--(extra-)?index"
    r"-url|jsdel"
    r"ivr|unp"
    r"kg\.com",
    "something left unfinished": r"\b(TO" r"DO|FIX" r"ME|XX" r"X|NotImplemented" r"Error)\b|pragma: no " r"cover",
    "a test that is switched off": r"mark\.(sk" r"ip|xf" r"ail)",
    "a number that only a tracker knows": r"\b[Ii]ssue" r" #?\d",
}


# One thing in two of its forms keeps one name: a fact of a case, the entry of a declaration that it is made of, the row that
# stores it, the part of an API's answer that shows it.
ONE_MEANING = {
    "Asset", "Compensation", "Consent", "Declaration", "Disclosure", "Performer", "Person", "Principles", "Production",
    "Reason", "Session", "StandingPreference", "Strike", "TimeSpan", "Tool", "ToolStep", "Transfer", "Union", "Use",
}  # fmt: skip
ROOMS = ("consent", "matching", "registry")


@cache
def tracked() -> tuple[Path, ...]:
    """Every file under version control that is there right now."""
    git = ["git", "-c", f"safe.directory={PROJECT}"]  # also where somebody else owns the checkout
    listed = subprocess.run([*git, "ls-files", "-z"], cwd=PROJECT, check=True, capture_output=True, text=True)
    return tuple(path for name in listed.stdout.split("\0") if name and (path := PROJECT / name).is_file())


def readable() -> list[tuple[str, str]]:
    """(path from the project's root, text) of every tracked text file that people wrote."""
    written = [path for path in tracked() if path.suffix != ".lock" and b"\0" not in path.read_bytes()[:4096]]
    return [(str(path.relative_to(PROJECT)), path.read_text(encoding="utf-8")) for path in written]


def test_the_rooms_stay_apart() -> None:
    lint = Path(sys.executable).parent / "lint-imports"
    answer = subprocess.run([lint, "--no-cache"], cwd=PROJECT, capture_output=True, text=True)
    assert answer.returncode == 0, answer.stdout


@pytest.mark.parametrize("what", NOT_HERE)
def test_nothing_here_is(what: str) -> None:
    pattern = re.compile(NOT_HERE[what])
    found = [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in readable()
        for number, line in enumerate(text.splitlines(), start=1)
        if pattern.search(line) and not (name == "Makefile" and "--no-emit-" in line)
    ]
    assert not found, "\n".join([what, *found])


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("open('/ho" + "me/ada/x')", "a path of somebody's machine"),
        ("cd /wo" + "rk/main", "a path of somebody's machine"),
        ("https://py" + "pi.org/simple", "the address of a package registry"),
        ("# TO" + "DO: later", "something left unfinished"),
        ("@pytest.mark.xf" + "ail", "a test that is switched off"),
        ("as asked in issue" + " #12", "a number that only a tracker knows"),
    ],
)
def test_what_must_not_be_here_would_be_seen(line: str, what: str) -> None:
    assert re.search(NOT_HERE[what], line)


def test_no_class_name_has_two_meanings() -> None:
    places = defaultdict(list)
    for path in tracked():
        name = path.relative_to(PROJECT)
        if name.parts[0] in ROOMS and path.suffix == ".py":
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ClassDef):
                    places[node.name].append(f"{name}:{node.lineno}")
    twice = {name: found for name, found in places.items() if len(found) > 1}
    assert not twice.keys() - ONE_MEANING, {name: twice[name] for name in twice.keys() - ONE_MEANING}
    assert twice.keys() >= ONE_MEANING, f"no longer twice: {ONE_MEANING - twice.keys()}"


THE_SENSE_OF_FACES = {
    # what measures and calibrates this one sense, and holds its weights
    "matching/blends.py", "matching/calibration.py", "matching/embeddings.py", "matching/encoders.py",
    "matching/installed.py", "matching/measurement.py", "matching/thresholds.py", "matching/weights.py",
    # the reading of pictures: what they may hide, and how that was measured
    "matching/media/colours.py", "matching/media/previews.py", "matching/media/stored.py", "matching/media/views.py",
    # drawn people who do not exist
    "registry/demo/people.py", "registry/demo/scenes.py", "registry/demo/pictures/ORIGIN.md", "registry/demo/pictures/cast.json",
}  # fmt: skip
"""Files outside matching/face that speak of faces alone."""

SAYING_FACE = {
    "consent/clearance/conditions/allowances.py": r"behind_a_face|face is put on a filmed double",  # a rule's own subject
    "consent/clearance/conditions/biometrics.py": "faces and voices",
    "consent/clearance/conditions/scope.py": "Face, voice, body",  # subjects of consent, each by its name
    "consent/clearance/standing.py": "face_geometry",
    "consent/terms.py": r"\"face\"|face_geometry|face_replacement_on_double",
    "consent/rulesets/registry.allowances.toml": "face_replacement_on_double|behind_a_face|a face on a double",
    "consent/rulesets/us_il_bipa.toml": "face_geometry",
    "consent/rulesets/us_tn_elvis.toml": r"\"face\", \"voice\"",
    "consent/texts/en.ftl": "document-modality-face|face_replacement_on_double|ask-double|look-alike-paper-follows",
    "matching/chances.py": r"[Tt]hresholds\.faces",  # how many unknown ones a file is taken to show
    "matching/findings.py": "a face: `matching.face",
    "matching/index.py": "face or voice",
    "matching/modality.py": r"\"face\", \"voice\"",
    "matching/reasons.py": r"\"(face\.|picture\.too-many-faces)",  # ids of reasons of that sense
    "matching/senses.py": r"FIRST = \"face\"",
    "registry/approvals/preferences.py": r"\"modality\": \"face\"",
    "registry/checks/deciding/people.py": r"\"faces\"",  # how findings were noted while there was one sense
    "registry/checks/deciding/reasons.py": "name-the-face",  # a remedy's id stands in decisions on record
    "registry/cli/models.py": "--modality|sface edgeface",
    "registry/cli/performer.py": "--modality",
    "registry/cli/report.py": "--modality",
    "registry/people/performers/identity.py": "face=likeness",  # as it stands in the ledger
    "registry/people/performers/service.py": "face=likeness",
    "registry/records/events.py": "review.faces_destroyed",  # as it stands in the ledger
    "registry/reviews/rules.py": r"\"(same|other|invented)_face\": ",  # as answers on record have it
    "matching/origin/traces.py": "deepfacelab|facefusion",  # as these programs are called
    "registry/web/consents/forms.py": r"default=\[\"face\"\]",
}
"""File -> the lines of it in which the word may stand: a name that consents, records or one sense have given."""

MESSAGES_OF_FACES = (
    r"biometric-release-face|face-.*|enrol-(good-\d|no-face|several-faces|not-encodable|too-small|blurred|nodding|unclear)"
    r"|choice-face(_replacement_on_double)?|picture-too-many-faces|remedy-name-the-face"
    r"|answer-nobody"  # what was measured of faces
    r"|glossary-modality-means|notice-(member-)?sense-lost|release-face|dispute-about-face"  # each sense by its name
    r"|story-(performer|production)-\d+"  # what is to be seen in the demo
    r"|verify-help"  # a representative compares somebody's face with a document
)
"""Ids of texts in which somebody's face is meant, and no other likeness."""

FACE = re.compile(r"(?<!sur)(?<!inter)(?<!type)faces?(?!t)", re.IGNORECASE)


def test_nobody_outside_its_own_folder_says_face_where_any_sense_is_meant() -> None:
    found = []
    for name, text in readable():
        rooms = name.startswith(("consent/", "matching/", "registry/", "templates/"))
        if not rooms or name.startswith("matching/face/") or name in THE_SENSE_OF_FACES:
            continue
        message, allowed = "", SAYING_FACE.get(name)
        for number, line in enumerate(text.splitlines(), start=1):
            if name == "registry/core/texts/en.ftl":
                message = line.partition(" = ")[0] if re.match(r"[a-z]", line) else message
                meant = re.fullmatch(MESSAGES_OF_FACES, message.removesuffix(" ="))
            else:
                meant = allowed and re.search(allowed, line)
            if FACE.search(line) and not meant:
                found.append(f"{name}:{number}: {line.strip()[:100]}")
    assert not found, "\n".join(found)
    gone = {
        name for name, line in SAYING_FACE.items() if not re.search(line, (PROJECT / name).read_text(encoding="utf-8"))
    }
    assert not gone, f"no longer needed: {gone}"


def test_a_file_holds_one_idea() -> None:
    long = {
        name: lines
        for name, text in readable()
        if Path(name).suffix in CODE and (lines := len(text.splitlines())) > LONGEST
    }
    assert not long, f"longer than {LONGEST} lines: {long}"


def test_every_dependency_says_why_it_is_here() -> None:
    text = (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
    declared = tomllib.loads(text)["project"]
    wanted = [
        *declared["dependencies"],
        *(name for extra in declared["optional-dependencies"].values() for name in extra),
    ]
    explained = re.findall(r'^\s+"([^"]+)",\s+# \S', text, re.MULTILINE)
    assert sorted(wanted) == sorted(explained)


def test_every_dependency_is_locked_with_hashes() -> None:
    declared = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    lock = (PROJECT / "requirements.lock").read_text(encoding="utf-8")
    blocks = {match[1]: match[0] for match in re.finditer(r"^([a-z0-9._-]+)==(?:.|\n(?=[ #]))*", lock, re.MULTILINE)}
    for requirement in declared:
        name = re.match(r"[A-Za-z0-9._-]+", requirement)[0].lower()
        assert "--hash=sha256:" in blocks.get(name, ""), f"{name} is not locked: make lock"


def test_every_setting_is_documented() -> None:
    page = (PROJECT / "docs/operations.md").read_text(encoding="utf-8")
    rooms = ("consent/", "matching/", "registry/")
    read = {
        name
        for path, text in readable()
        if path.startswith(rooms)
        for name in re.findall(r"\bLIKENESS_[A-Z_]*[A-Z]", text)
    }
    told = set(re.findall(r"^\| `(LIKENESS_[A-Z_]*[A-Z])`", page, re.MULTILINE))
    assert len(read) >= 3
    assert read - told == set(), "settings that docs/operations.md does not explain"
    assert told - read == set(), "settings in docs/operations.md that nothing reads"


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_loads_and_explains_itself(name: str) -> None:
    module, attribute = COMMANDS[name].split(":")
    command = getattr(import_module(module), attribute)
    assert isinstance(command, click.Command)
    helped = {name: command} | (dict(command.commands) if isinstance(command, click.Group) else {})
    assert [each for each, found in helped.items() if not (found.help or "").strip()] == [], "commands without help"


def test_every_make_target_explains_itself() -> None:
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[1].split()
    explained = re.findall(r"^([a-z-]+):.*## \S", makefile, re.MULTILINE)
    assert sorted(phony) == sorted(explained)


def test_the_only_pictures_of_people_are_of_those_who_do_not_exist() -> None:
    photographs = [path for path in tracked() if path.suffix.lower() in {".jpg", ".jpeg", ".webp", ".mp4", ".wav"}]
    folders = {PICTURES: PICTURE_BYTES, VOICES: VOICE_BYTES}
    elsewhere = [str(path) for path in photographs if not any(path.is_relative_to(folder) for folder in folders)]
    assert not elsewhere
    for folder, most in folders.items():
        there = [path for path in tracked() if path.is_relative_to(folder)]
        assert 0 < sum(path.stat().st_size for path in there) < most
        assert (folder / "ORIGIN.md").is_file()
