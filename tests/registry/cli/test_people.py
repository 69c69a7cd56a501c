"""`likeness init | user | union | performer | enrol`, as a shell sees them: status, standard output, standard error."""

import json

import pytest
from click.testing import CliRunner, Result

from consent.keyfile import write_key
from consent.signature import new_key
from registry.cli import main
from registry.core.config import Config
from registry.core.errors import Invalid, RegistryError
from registry.desk import Desk
from registry.records import schema
from tests.registry.checks.conftest import Inline
from tests.registry.conftest import PASSWORD, THRESHOLDS
from tests.registry.entering import letters_to, path_to


@pytest.fixture
def home(tmp_path, monkeypatch, fast_hasher, fake_matching):
    """An empty $LIKENESS_HOME; the desk that commands open sees with the eyes of `fake_matching`."""
    monkeypatch.setenv("LIKENESS_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("LIKENESS_DATABASE_URL", raising=False)

    def desk(config: Config) -> Desk:
        return Desk(config, hasher=fast_hasher, examine=fake_matching.examine, thresholds=THRESHOLDS)

    monkeypatch.setattr("registry.cli.common.Desk", desk)
    monkeypatch.setattr("registry.cli.instance.Desk", desk)
    monkeypatch.setattr(Desk, "hand", lambda desk: Inline(desk))
    return tmp_path / "home"


def run(*arguments: str, said: str = "") -> Result:
    return CliRunner().invoke(main, list(arguments), input=said)


def done(*arguments: str, said: str = "") -> dict:
    """The JSON document of a command that worked."""
    result = run(*arguments, "--json", said=said)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


@pytest.fixture
def instance(home):
    result = run("init", "--admin", "ada@example.org", "--password-stdin", said=PASSWORD + "\n")
    assert result.exit_code == 0, result.stderr
    admin = ("--as", "ada@example.org")
    done("union", "add", "players-guild", "--name", "Players' Guild", "--agreement", "sag_tvtheatrical_2026", *admin)
    for name, more in (("ursula", ("--union", "players-guild")), ("alice", ())):
        add = ("user", "add", f"{name}@example.org", "--name", name.title(), "--password-stdin", *more, *admin)
        done(*add, said=PASSWORD + "\n")
    return home


def test_init_makes_an_instance_once_and_may_be_repeated(home):
    first = run("init", "--admin", "ada@example.org", "--password-stdin", said=PASSWORD + "\n")
    assert first.exit_code == 0, first.stderr
    assert first.stdout == ""
    assert PASSWORD not in first.stderr
    assert home.stat().st_mode & 0o077 == 0
    assert (home / "instance-key.json").stat().st_mode & 0o777 == 0o600
    assert run("init").exit_code == 0
    again = run("init", "--admin", "eve@example.org", "--password-stdin", said=PASSWORD + "\n")
    assert again.exit_code == 2
    assert "already has accounts" in again.stderr


def test_a_bad_administrator_leaves_an_instance_that_can_be_completed(home):
    for address, password in (("no address", PASSWORD), ("ada@example.org", "short"), ("ada@example.org", "")):
        result = run("init", "--admin", address, "--password-stdin", said=password + "\n")
        assert result.exit_code == 2
        assert result.stderr
    assert run("init", "--admin", "ada@example.org", "--password-stdin", said=PASSWORD + "\n").exit_code == 0


def test_the_first_administrator_may_choose_the_password_by_a_link_that_works_once(home):
    made = run("init", "--admin", "ada@example.org", "--link")
    assert made.exit_code == 0, made.stderr
    address = made.stdout.strip()
    assert address.startswith("http://localhost:8000/reset/")
    desk = Desk(Config())
    desk.requests.choose_password(address.rpartition("/")[2], PASSWORD)
    assert desk.accounts.authenticate("ada@example.org", PASSWORD)
    desk.close()
    assert run("init", "--admin", "eve@example.org", "--link").exit_code == 2


def test_whoever_gets_an_account_gets_a_letter_and_chooses_the_password(instance):
    added = run("user", "add", "new@example.org", "--name", "New", "--as", "ada@example.org")
    assert added.exit_code == 0, added.stderr
    run("user", "add", "program@example.org", "--name", "Program", "--no-password", "--as", "ada@example.org")
    desk = Desk(Config())
    assert "/reset/" in path_to(desk, "new@example.org")
    assert list(letters_to(desk, "program@example.org")) == []
    desk.close()


def test_a_trivial_password_is_refused_at_every_door(instance):
    add = ("user", "add", "new@example.org", "--name", "New", "--password-stdin", "--as", "ada@example.org")
    assert "too easy to guess" in run(*add, said="password123\n").stderr


def test_the_password_may_be_typed(home):
    result = run("init", "--admin", "ada@example.org", said=f"{PASSWORD}\n{PASSWORD}\n")
    assert result.exit_code == 0, result.stderr


def test_commands_refuse_to_work_without_an_instance_or_on_an_old_schema(home):
    missing = run("union", "list")
    assert missing.exit_code == 2
    assert "Run: likeness init" in missing.stderr
    run("init")
    desk = Desk(Config())
    schema.downgrade(desk.db, "0021_take_turns")
    desk.close()
    Config().ledger_head.unlink()  # a program that is older than signed heads keeps none
    old = run("union", "list")
    assert old.exit_code == 2
    assert "Run: likeness init" in old.stderr
    assert run("init").exit_code == 0
    assert run("union", "list").exit_code == 0


@pytest.mark.parametrize("command", [("init",), ("union", "list")])
def test_a_setting_that_cannot_be_is_named(home, monkeypatch, command):
    monkeypatch.setenv("LIKENESS_PORT", "many")
    result = run(*command)
    assert result.exit_code == 2
    assert "LIKENESS_PORT='many'" in result.stderr


def test_accounts_are_opened_listed_and_shown(instance):
    users = done("user", "list", "--as", "ADA@example.org")
    assert [(user["email"], user["administrator"]) for user in users] == [
        ("ada@example.org", True), ("alice@example.org", False), ("ursula@example.org", False)
    ]  # fmt: skip
    assert done("user", "show", "--as", "ursula@example.org")["unions"] == ["players-guild"]
    assert run("user", "list", "--as", "alice@example.org").exit_code == 2
    grant = run("user", "grant", "alice@example.org", "--union", "players-guild", "--as", "ursula@example.org")
    assert grant.exit_code == 0, grant.stderr
    assert done("user", "show", "--as", "alice@example.org")["unions"] == ["players-guild"]


def test_a_list_for_people_names_what_holds(instance):
    lines = run("user", "list", "--as", "ada@example.org").stdout.splitlines()
    assert [("administrator" in line.split()) for line in lines] == [True, False, False]
    assert "False" not in "".join(lines)


@pytest.mark.parametrize(
    "arguments",
    [
        ("user", "list", "--as", "nobody@example.org"),
        ("user", "add", "alice@example.org", "--name", "Alice", "--no-password", "--as", "ada@example.org"),
        ("user", "add", "x y", "--name", "Alice", "--no-password", "--as", "ada@example.org"),
        ("user", "grant", "alice@example.org", "--as", "ada@example.org"),
        ("user", "grant", "nobody@example.org", "--union", "players-guild", "--as", "ursula@example.org"),
        ("union", "show", "no-union"),
        ("union", "add", "Bad Id", "--name", "Bad", "--as", "ada@example.org"),
        ("union", "add", "guild", "--name", "Guild", "--agreement", "nothing_2026", "--as", "ada@example.org"),
        ("union", "add-key", "players-guild", "no-key", "--as", "ursula@example.org"),
        ("union", "members", "players-guild", "--as", "ada@example.org"),
        ("performer", "show", "P-NOBODY", "--as", "ursula@example.org"),
        ("performer", "add", "--name", "X", "--account", "nobody@example.org", "--as", "ursula@example.org"),
        ("performer", "add", "--name", "X", "--born", "yesterday", "--as", "ursula@example.org"),
        ("enrol", "P-NOBODY", "no-such-file.jpg", "--as", "alice@example.org"),
        ("enrol", "P-NOBODY", "--as", "alice@example.org"),
    ],
)
def test_bad_input_ends_with_status_2_and_a_line_that_says_what(instance, arguments):
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.strip()) > 10
    assert "Traceback" not in result.stderr


def test_a_performer_from_registration_to_forgetting(instance, tmp_path, fake_matching):
    alice, ursula = ("--as", "alice@example.org"), ("--as", "ursula@example.org")
    performer = done(
        "performer", "add", "--name", "Alice", "--account", "alice@example.org", "--union", "players-guild", *alice
    )["performer"]
    pictures = [str(fake_matching.picture("alice")) for _ in range(3)]

    early = run("enrol", performer, *pictures, *alice)
    assert early.exit_code == 2
    assert "biometric release" in early.stderr
    text = done("performer", "release", performer, *alice)
    done("performer", "release", performer, "--digest", text["digest"], *alice)

    blurred = run("enrol", performer, *pictures, str(fake_matching.picture("alice sharpness=5", name="b.jpg")), *alice)
    assert blurred.exit_code == 2
    assert "b.jpg: The face is not sharp." in blurred.stderr
    enrolled = done("enrol", performer, *pictures, *alice)
    assert len(enrolled["enrolled"]) == 3

    key = new_key("Alice")
    write_key(tmp_path / "alice.key", key)
    added = done("performer", "add-key", performer, str(tmp_path / "alice.key"), *alice)
    assert added["fingerprint"] == key.fingerprint
    assert run("union", "confirm-member", "players-guild", performer, *ursula).exit_code == 0
    verify = (
        "--name",
        "Alice",
        "--key",
        key.fingerprint,
        "--likeness",
        enrolled["likeness"],
        "--method",
        "met in person",
    )
    assert run("performer", "verify", performer, *verify, *alice).exit_code == 2
    done("performer", "verify", performer, *verify, *ursula)

    shown = done("performer", "show", performer, *ursula)
    assert shown["standing"] == "verified"
    assert shown["keys"] == {key.fingerprint: "confirmed"}
    assert done("union", "members", "players-guild", *ursula) == [
        {"performer": performer, "name": "Alice", "confirmed": True}
    ]
    assert [row["performer"] for row in done("performer", "list", *ursula)] == [performer]
    plain = run("performer", "show", performer, *ursula)
    assert "standing: verified" in plain.stdout

    assert run("performer", "forget", performer, *alice, said="n\n").exit_code != 0
    assert done("performer", "show", performer, *alice)["templates"] == 3
    assert run("performer", "forget", performer, "--yes", *alice).exit_code == 0
    assert done("performer", "show", performer, *alice)["standing"] == "forgotten"


def test_somebody_acts_for_a_performer_once_a_union_confirms_it(instance):
    alice, ursula, ada = (("--as", f"{name}@example.org") for name in ("alice", "ursula", "ada"))
    add = ("performer", "add", "--name", "Alice", "--account", "alice@example.org", "--union", "players-guild")
    performer = done(*add, *alice)["performer"]
    done("user", "add", "nora@example.org", "--name", "Nora", "--no-password", *ada)
    claim = ("performer", "represent", performer, "nora@example.org", "--kind", "manager", "--proof", "contract")
    number = str(done(*claim, *alice)["representation"])
    assert done("user", "show", "--as", "nora@example.org")["represents"] == []
    assert run("performer", "confirm-representative", number, *alice).exit_code == 2
    assert run("performer", "confirm-representative", number, *ursula).exit_code == 0
    assert done("user", "show", "--as", "nora@example.org")["represents"] == [performer]
    (row,) = done("performer", "representatives", performer, *ursula)
    assert (row["name"], row["kind"], row["confirmed"]) == ("Nora", "manager", True)
    assert run("performer", "end-representative", number, *alice).exit_code == 0
    assert done("user", "show", "--as", "nora@example.org")["represents"] == []


def test_a_full_disk_is_one_clear_line(instance, monkeypatch):
    def full(*_args, **_more):
        raise OSError(28, "No space left on device", "registry.sqlite")

    monkeypatch.setattr("registry.people.unions.service.Unions.list", full)
    result = run("union", "list")
    assert result.exit_code == 2
    assert result.stderr == "Error: registry.sqlite cannot be used: No space left on device\n"


def test_errors_name_every_wrong_field():
    from registry.core.refusals import in_words

    text = in_words(Invalid(fields={"email": "field-email", "name": "field-line"}))
    assert [line.split(":")[0].strip() for line in text.splitlines()[1:]] == ["email", "name"]
    assert in_words(RegistryError("email-taken")) == "An account with this address already exists."


def test_a_token_is_made_listed_and_revoked_and_its_secret_printed_once(instance):
    made = done("token", "add", "render farm", "--days", "30", "--as", "alice@example.org")
    assert made["secret"].startswith("likeness_")
    (listed,) = done("token", "list", "--as", "alice@example.org")
    assert listed == {name: value for name, value in made.items() if name != "secret"}
    assert made["secret"] not in run("token", "list", "--as", "alice@example.org").stdout
    assert [one["account"] for one in done("token", "list", "--everybody", "--as", "ada@example.org")] == ["Alice"]
    assert run("token", "list", "--everybody", "--as", "alice@example.org").exit_code == 2
    assert run("token", "revoke", made["token"], "--as", "ursula@example.org").exit_code == 2
    assert done("token", "revoke", made["token"], "--as", "ada@example.org")["state"] == "revoked"
    assert run("token", "add", "x", "--days", "366", "--as", "alice@example.org").exit_code == 2
