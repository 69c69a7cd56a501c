"""Access tokens on the pages: one's own, and everybody's for the administrator."""

import re
from collections.abc import Callable

from registry.core.permissions import ANONYMOUS
from registry.desk import Desk
from tests.registry.conftest import People
from tests.registry.web.conftest import Visitor, path_of

Visit = Callable[[str], Visitor]


def make(visitor: Visitor, label: str = "render farm") -> str:
    answer = visitor.prove().post("/tokens", {"label": label, "days": "30"})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    (secret,) = re.findall(r"likeness_[\w-]{43}", answer.text)
    return secret


def test_the_secret_is_on_one_answer_only(visit: Visit, desk: Desk, people: People) -> None:
    petra = visit("petra")
    assert "/tokens" in petra.get("/").text
    secret = make(petra)
    assert desk.tokens.identity(secret) == people.petra
    page = petra.get("/tokens").text
    assert "render farm" in page
    assert secret not in page
    assert "render farm" not in visit("quentin").get("/tokens").text


def test_what_is_wrong_is_marked_and_nothing_is_made(visit: Visit, desk: Desk, people: People) -> None:
    petra = visit("petra").prove()
    for sent in ({"label": "", "days": "30"}, {"label": "x", "days": "366"}, {"label": "x", "days": "soon"}):
        answer = petra.post("/tokens", sent)
        assert answer.status_code == 422
        assert 'aria-invalid="true"' in answer.text
    assert desk.tokens.page(people.petra).rows == ()


def test_the_owner_revokes_on_their_page_and_the_administrator_on_theirs(
    visit: Visit, desk: Desk, people: People
) -> None:
    petra, ada = visit("petra"), visit("ada")
    first, second = make(petra), make(petra, "laptop")
    by_label = {token.label: token.id for token in desk.tokens.page(people.petra).rows}
    assert path_of(petra.post(f"/tokens/{by_label['render farm']}/revoke")) == "/tokens"
    assert "laptop" in ada.get("/administration").text
    assert path_of(ada.post(f"/tokens/{by_label['laptop']}/revoke")) == "/administration"
    assert "laptop" not in ada.get("/administration").text.partition("has been revoked")[2]
    assert [desk.tokens.identity(secret) for secret in (first, second)] == [ANONYMOUS, ANONYMOUS]
