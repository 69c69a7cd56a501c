"""The second factor: codes of an app, each taken once; recovery codes; and which passwords are taken."""

from datetime import timedelta
from typing import Any

import pyotp
import pytest

from registry.core.errors import Conflict, Invalid
from registry.core.permissions import Forbidden, Permission, allowed, asleep, decides
from registry.people.accounts.factors import STEP
from registry.people.accounts.passwords import LOOKED_AT, wrong_with
from registry.people.accounts.tries import TooManyTries
from registry.records.tables.entry import SecondFactor


@pytest.fixture
def app_of(desk: Any, people: Any) -> Any:
    """`app_of("ursula")`: somebody's authenticator app, and their recovery codes."""

    def set_up(name: str) -> tuple[pyotp.TOTP, list[str]]:
        who = getattr(people, name)
        totp = pyotp.TOTP(desk.factors.begin(who).secret)
        codes = desk.factors.confirm(who, totp.at(desk.clock()))
        desk.clock.forward(seconds=STEP)
        return totp, codes

    return set_up


def test_it_counts_once_a_code_was_shown(desk: Any, people: Any) -> None:
    begun = desk.factors.begin(people.ursula)
    assert desk.factors.begin(people.ursula) == begun
    assert desk.factors.state(people.ursula) == (False, 0)
    with pytest.raises(Invalid):
        desk.factors.confirm(people.ursula, "000000")
    desk.factors.confirm(people.ursula, pyotp.TOTP(begun.secret).at(desk.clock()))
    assert desk.factors.state(people.ursula) == (True, 10)
    with pytest.raises(Conflict):
        desk.factors.begin(people.ursula)


def test_a_code_is_taken_once_and_no_earlier_one_after_it(desk: Any, people: Any, app_of: Any) -> None:
    totp, _codes = app_of("ursula")
    who, now = people.accounts["ursula"], desk.clock()
    code, next_code = totp.at(now), totp.at(now + timedelta(seconds=STEP))
    assert desk.factors.check(who, f"{next_code[:3]} {next_code[3:]}")
    assert not desk.factors.check(who, next_code)
    assert not desk.factors.check(who, code)


def test_a_code_is_over_soon(desk: Any, people: Any, app_of: Any) -> None:
    totp, _codes = app_of("ursula")
    code = totp.at(desk.clock())
    desk.clock.forward(seconds=2 * STEP)
    assert not desk.factors.check(people.accounts["ursula"], code)


def test_a_recovery_code_opens_once_and_only_its_account(desk: Any, people: Any, app_of: Any) -> None:
    _totp, codes = app_of("ursula")
    app_of("victor")
    assert not desk.factors.check(people.accounts["victor"], codes[0])
    assert desk.factors.check(people.accounts["ursula"], codes[0].lower())
    assert not desk.factors.check(people.accounts["ursula"], codes[0])
    assert desk.factors.state(people.ursula) == (True, 9)


def test_tries_are_limited_from_wherever_they_come(desk: Any, people: Any, app_of: Any) -> None:
    totp, _codes = app_of("ursula")
    for number in range(8):
        assert not desk.factors.check(people.accounts["ursula"], "000000", f"192.0.2.{number}")
    with pytest.raises(TooManyTries):
        desk.factors.check(people.accounts["ursula"], totp.at(desk.clock()), "192.0.2.99")


def test_neither_secret_nor_codes_are_in_the_instances_files(desk: Any, people: Any) -> None:
    secret = desk.factors.begin(people.ursula).secret
    codes = desk.factors.confirm(people.ursula, pyotp.TOTP(secret).at(desk.clock()))
    kept = [path.read_bytes() for path in desk.config.home.rglob("*") if path.is_file()]
    for hidden in (secret, *codes, *(code.replace("-", "") for code in codes)):
        assert not any(hidden.encode() in content for content in kept)


def test_a_sealed_secret_of_another_account_does_not_open(desk: Any, people: Any, app_of: Any) -> None:
    totp, _codes = app_of("ursula")
    app_of("victor")
    with desk.db.look() as session:
        hers = session.get_one(SecondFactor, people.accounts["ursula"])
        his = session.get_one(SecondFactor, people.accounts["victor"])
        his.sealed_secret = hers.sealed_secret
        assert not desk.factors._take(his, totp.at(desk.clock()))


def test_it_goes_with_a_code_or_by_the_operator(desk: Any, people: Any, app_of: Any) -> None:
    totp, _codes = app_of("ursula")
    with pytest.raises(Invalid):
        desk.factors.remove(people.ursula, "000000")
    desk.factors.remove(people.ursula, totp.at(desk.clock()))
    assert desk.factors.state(people.ursula) == (False, 0)
    app_of("victor")
    with pytest.raises(Forbidden):
        desk.factors.reset(people.ursula, people.accounts["victor"])
    desk.factors.reset(people.ada, people.accounts["victor"])
    assert desk.factors.state(people.victor) == (False, 0)
    app_of("ada")
    with pytest.raises(Conflict):
        desk.factors.reset(people.ada, people.accounts["ada"])


@pytest.mark.parametrize("name", ["ursula", "ada", "alice", "petra", "nora", "bob"])
def test_who_sleeps_may_do_nothing_that_they_may_not_do_awake(people: Any, name: str) -> None:
    who = getattr(people, name)
    assert decides(who) == (name in ("ursula", "ada"))
    dreaming = asleep(who)
    assert not decides(dreaming) or name == "ada"
    assert not allowed(dreaming, Permission.INSTANCE_ADMINISTER)
    assert dreaming.unions == frozenset()
    assert dreaming.performer_id == who.performer_id


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("short", "field-password"), ("x" * 2000, "field-password"), ("password123", "field-password-common"),
        ("qwertyuiop12", "field-password-common"), ("iloveyou1234", "field-password-common"),
        ("aaaaaaaaaaaaaaaaaaaaaaaa", "field-password-common"), ("mara.lind2026", "field-password-personal"),
        ("maralind@example", "field-password-personal"), ("likenessregistry", "field-password-personal"),
        ("correct horse battery", None), ("a" * 40 + "x7!kQ", "field-password-common"),
    ],
)  # fmt: skip
def test_what_is_guessed_first_is_refused_with_the_reason(password: str, problem: str | None) -> None:
    assert wrong_with(password, ("mara.lind@example.net", "Mara Lind")) == problem


def test_judging_the_longest_password_looks_at_its_beginning_alone(monkeypatch: Any) -> None:
    judged: list[str] = []

    def judge(password: str, **_options: object) -> dict[str, Any]:
        judged.append(password)
        return {"guesses": 10**12, "sequence": []}

    monkeypatch.setattr("zxcvbn.zxcvbn", judge)
    assert wrong_with("4@8({[</369&#!1" * 68) is None
    assert [len(one) for one in judged] == [LOOKED_AT]
