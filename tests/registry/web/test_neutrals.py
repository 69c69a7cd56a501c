"""Neutral reviewers, appointed and dismissed on the administrator's page."""

from collections.abc import Callable

import pytest

from registry.desk import Desk
from tests.registry.conftest import People
from tests.registry.web.conftest import Visitor, path_of

Visit = Callable[[str], Visitor]
PAGE, APPOINT = "/administration", "/administration/neutrals"


def test_the_administrator_appoints_and_dismisses_a_neutral_reviewer(visit: Visit, people: People) -> None:
    ada, nora = visit("ada"), people.accounts["nora"]
    assert "No neutral reviewer has been appointed" in ada.get(PAGE).text
    assert path_of(ada.post(APPOINT, {"neutral-account": "nora@example.org"})) == PAGE
    assert people.nora.is_neutral
    assert f"{APPOINT}/{nora}/dismiss" in ada.get(PAGE).text
    assert visit("nora").get("/reviews").status_code == 200
    assert path_of(ada.post(f"{APPOINT}/{nora}/dismiss")) == PAGE
    assert not people.nora.is_neutral
    assert "No neutral reviewer has been appointed" in ada.get(PAGE).text
    assert ada.post(f"{APPOINT}/{nora}/dismiss").status_code == 404


@pytest.mark.parametrize(
    ("name", "said"),
    [("ursula", "acts for a union or a production"), ("petra", "acts for a union or a production"),
     ("nora", "already holds this office"), ("ada", "An administrator runs the instance")],
)  # fmt: skip
def test_who_cannot_be_appointed_is_said_at_the_form(
    visit: Visit, people: People, desk: Desk, name: str, said: str
) -> None:
    desk.neutrals.appoint(people.ada, people.accounts["nora"])
    answer = visit("ada").post(APPOINT, {"neutral-account": f"{name}@example.org"})
    assert answer.status_code == 422
    form = answer.text.split(f'action="{APPOINT}"', 1)[1].split("</form>", 1)[0]
    assert said in form
    assert [account.name for account, _since in desk.neutrals.list(people.ada)] == ["Nora"]
