"""E5: behind a prefix, in a folder of any name, on a disk that nobody may write, with a reader that has gone."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote

import pytest
from click.testing import CliRunner

from registry.cli import main
from registry.core.config import Config
from registry.serving.app import create_app
from tests.common.parts import PROJECT
from tests.registry.conftest import PASSWORD
from tests.registry.web.conftest import ORIGIN, Visitor, app

__all__ = ["app"]

PREFIX = "/registry"
LIKENESS = [sys.executable, "-c", "from registry.cli import main; main()"]


class Proxied(Visitor):
    """A browser behind a proxy that puts the registry below a prefix."""

    prefix = PREFIX

    def get(self, path: str, **options: Any) -> Any:
        return super().get(path, headers=self._told(options), **options)

    def post(self, path: str, data: Any = None, **options: Any) -> Any:
        return super().post(path, data, headers=self._told(options), **options)

    def _told(self, options: dict[str, Any]) -> dict[str, str]:
        return {"X-Forwarded-Prefix": self.prefix} | options.pop("headers", {})


@pytest.fixture
def proxied(desk: Any, people: Any) -> Iterator[Proxied]:
    desk.config = replace(desk.config, trusted_proxies=(ip_network("127.0.0.0/8"),))
    browser = Proxied(create_app(desk).test_client())
    # the proxy passes the path without the prefix, so a cookie for the prefix has to be sent all the same
    browser.client.application.session_interface.get_cookie_path = lambda _app: "/"
    return browser


@pytest.mark.attack("E5.prefix_lost")
def test_one_comes_back_to_the_page_that_was_wanted_below_the_prefix(proxied: Proxied) -> None:
    wanted = proxied.get("/productions?a=b")
    to, _, query = wanted.headers["Location"].partition("?")
    assert (to, parse_qs(query)) == (f"{PREFIX}/sign-in", {"next": [f"{PREFIX}/productions?a=b"]})
    answer = proxied.post(
        wanted.headers["Location"].removeprefix(PREFIX), {"email": "petra@example.org", "password": PASSWORD}
    )
    assert answer.headers["Location"] == f"{PREFIX}/productions?a=b"
    page = proxied.get("/productions").text
    links = re.findall(r'(?:href|src|action|value)="(/[^"]*)"', page)
    assert len(links) > 5
    assert [link for link in links if not link.startswith(f"{PREFIX}/")] == []


@pytest.mark.attack("E5.prefix_redirects")
@pytest.mark.parametrize(
    "target",
    ["/", "/other-application", "/registryevil/x", "//evil.example", f"{PREFIX}/../other", f"{PREFIX}/%2e%2e/other",
     "https://evil.example", f"{PREFIX}//..//x", "/\\evil.example"],
)  # fmt: skip
def test_no_link_leads_out_of_the_prefix(proxied: Proxied, target: str) -> None:
    sent = {"email": "petra@example.org", "password": PASSWORD}
    answer = proxied.post(f"/sign-in?next={quote(target, safe='')}", sent)
    assert answer.headers["Location"] == f"{PREFIX}/"


@pytest.mark.attack("E5.prefix_invented")
@pytest.mark.parametrize(
    "prefix",
    ["//evil.example", "/\\evil", "https://evil.example", "/a b", "/a/../b", "/..", "javascript:1", "/<script>"],
)
def test_a_prefix_that_is_no_path_is_none(proxied: Proxied, prefix: str) -> None:
    proxied.prefix = prefix
    assert proxied.get("/productions").headers["Location"] == "/sign-in?next=/productions"


@pytest.mark.attack("E5.prefix_from_anybody")
def test_nobody_but_a_trusted_proxy_says_where_the_registry_is(app: Any, people: Any) -> None:
    told = {"X-Forwarded-Prefix": "/evil", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"}
    answer = app.test_client().get("/productions", base_url=ORIGIN, headers=told)
    assert answer.headers["Location"] == "/sign-in?next=/productions"


@pytest.mark.attack("E5.prefix_cookie")
def test_the_cookie_is_for_the_prefix_alone(desk: Any, people: Any) -> None:
    desk.config = replace(desk.config, trusted_proxies=(ip_network("127.0.0.0/8"),))
    answer = create_app(desk).test_client().get(
        "/sign-in", base_url=ORIGIN, headers={"X-Forwarded-Prefix": PREFIX}
    )  # fmt: skip
    assert f"Path={PREFIX};" in answer.headers["Set-Cookie"] + ";"


@pytest.mark.attack("E5.loopback_and_prefix")
def test_the_way_to_the_name_of_the_machine_keeps_the_prefix(proxied: Proxied) -> None:
    answer = proxied.client.get("/sign-in", base_url="http://127.0.0.1:8000", headers={"X-Forwarded-Prefix": PREFIX})
    assert answer.headers["Location"] == f"http://localhost:8000{PREFIX}/sign-in"


@pytest.mark.attack("E5.folder_name")
@pytest.mark.parametrize(
    "name", ["a?mode=memory", "a%20b%s%(x)s", "a#b", "a b", "ä…☃", "it's;x=1&y", "file:x?mode=ro", "a\\b"]
)
def test_a_folder_of_any_name_holds_its_whole_instance(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "place"
    place.mkdir()
    home, copy = place / name, tmp_path / "copy ? %20 #"
    monkeypatch.setenv("LIKENESS_HOME", str(home))

    def run(*typed: str) -> str:
        told = CliRunner().invoke(main, typed, input="a long password\n")
        assert told.exit_code == 0, told.output
        return told.output

    run("init", "--admin", "ada@example.org", "--password-stdin")
    run("init")
    assert "ada@example.org" in run("user", "list", "--as", "ada@example.org")
    run("audit", "verify")
    run("backup", str(copy))
    run("restore", "--yes", str(copy))
    assert "ada@example.org" in run("user", "list", "--as", "ada@example.org")
    assert (home / "registry.sqlite").is_file()
    assert Config().url.database == str(home / "registry.sqlite")
    assert [path.name for path in place.iterdir()] == [name]


READING = (
    ("backup", "{out}"), ("audit", "verify"), ("audit", "export", "--as", "a@b.example"),
    ("audit", "trust", "--out", "{out}"), ("audit", "status", "--out", "{out}"), ("user", "list", "--as", "a@b.example"),
    ("user", "show", "--as", "a@b.example"), ("union", "list"), ("production", "list", "--as", "a@b.example"),
    ("performer", "list", "--as", "a@b.example"), ("token", "list", "--as", "a@b.example"),
    ("review", "list", "--as", "a@b.example"), ("dispute", "list", "--as", "a@b.example"),
    ("models", "spaces", "--as", "a@b.example"), ("init",), ("worker",), ("serve", "--no-worker"),
)  # fmt: skip


@pytest.mark.attack("E5.unusable_database")
@pytest.mark.parametrize("how", ["no journal", "no database"])
def test_a_database_that_cannot_be_used_is_said_at_every_command(own_home: Path, tmp_path: Path, how: str) -> None:
    """Whoever runs the tests may write everywhere; without a place for its journal SQLite answers as on a read-only disk."""
    assert CliRunner().invoke(main, ["init"]).exit_code == 0
    database = own_home / "registry.sqlite"
    if how == "no journal":
        for path in own_home.glob("registry.sqlite-*"):
            path.unlink()
        (own_home / "registry.sqlite-wal").mkdir()
    else:
        database.write_bytes(b"this is no database at all, but a text of some length " * 100)
    for command in READING:
        typed = [part.format(out=tmp_path / "out") for part in command]
        told = CliRunner().invoke(main, typed)
        assert told.exit_code == 2, (typed, told.output)
        assert "cannot be used" in told.output, (typed, told.output)
        assert told.exception is None or isinstance(told.exception, SystemExit), typed
        assert not (tmp_path / "out").exists()


def left_alone(*typed: str, error_too: bool = False) -> int:
    """The exit status of a command whose reader goes away before the first line."""
    error = subprocess.STDOUT if error_too else subprocess.DEVNULL
    process = subprocess.Popen([*LIKENESS, *typed], cwd=PROJECT, stdout=subprocess.PIPE, stderr=error)
    assert process.stdout is not None
    process.stdout.close()
    return process.wait(120)


@pytest.mark.attack("E5.reader_gone")
def test_a_reader_that_has_gone_changes_no_exit_status(tmp_path: Path) -> None:
    cases = PROJECT / "tests/consent/cases/decided.jsonl"
    wanted = {}
    for line in cases.read_text(encoding="utf-8").splitlines():
        case = tmp_path / f"{len(wanted)}.json"
        case.write_text(line)
        status = CliRunner().invoke(main, ["decide", str(case)]).exit_code
        wanted.setdefault(status, str(case))
        if {0, 3} <= set(wanted):
            break
    typed = [(status, ("decide", case, *more)) for status, case in wanted.items() for more in ((), ("--json",))]
    typed += [(0, ("rules", "list")), (0, ("--help",)), (2, ("decide", "nothing-here"))]
    for status, command in typed:
        assert left_alone(*command) == status, command
    assert left_alone("rules", "list", error_too=True) == 0
    shell = shutil.which("sh")
    if shell:
        line = f"'{sys.executable}' -c 'from registry.cli import main; main()' rules list; echo $? >&2"
        told = subprocess.run(
            [shell, "-c", f"({line}) | head -1"], cwd=PROJECT, capture_output=True, text=True, check=True
        )
        assert told.stderr.strip() == "0"
        assert len(told.stdout.splitlines()) == 1


def test_what_a_command_prints_is_whole_where_somebody_reads_it() -> None:
    told = subprocess.run([*LIKENESS, "rules", "list", "--help"], cwd=PROJECT, capture_output=True, check=True)
    assert told.stdout.endswith(b"\n")
    listed = subprocess.run(
        [*LIKENESS, "decide", "tests/consent/cases/decided.jsonl", "--json"], cwd=PROJECT, capture_output=True, check=False
    )  # fmt: skip
    lines = listed.stdout.decode().splitlines()
    assert len(lines) > 50
    assert all(json.loads(line) for line in lines)
