"""Every page for everybody who can open it: axe-core without a violation in light and dark, and nothing to scroll sideways for."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.registry.web.conftest import sign_in
from tests.registry.web.routes import ROLES, TABLE
from tests.registry.web.test_routes import fill, records

pytestmark = pytest.mark.browser

__all__ = ["records"]

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
DOUBLED = {"width": 640, "height": 450}
"""What a window of 1280 pixels has room for at 200 %."""
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


@pytest.fixture
def page(browser: Any, origin: str) -> Iterator[Any]:
    """A window in which pages that say what is wrong may be looked at, too: for them Chromium's console complains."""
    context = browser.new_context(base_url=origin, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def paths(role: str | None, records: dict[str, str], *, once: bool) -> Iterator[str]:
    """What somebody in this role can open. once: nothing that somebody before them in the table can open, too."""
    for row in TABLE:
        method, path = fill(row.rule, records).split(" ")
        openers = [None] if row.public else [one for one in ROLES if one in row.allowed]
        if method == "GET" and role in (openers[:1] if once else openers):
            yield path


def is_page(page: Any, path: str) -> bool:
    """Whether the path leads to a page and not to a file. Opens it, where it is one."""
    if not page.request.get(path, max_redirects=0).headers.get("content-type", "").startswith("text/html"):
        return False
    page.goto(path)
    return True


def wrong_with(page: Any, axe: Axe, themes: Mapping[str, Sequence[str]]) -> list[str]:
    """themes: with what each is tried, rules or groups of rules of axe."""
    found = []
    for theme, rules in themes.items():
        page.evaluate("theme => { document.documentElement.dataset.bsTheme = theme }", theme)
        for one in axe.run(page, options={"runOnly": list(rules)}).response["violations"]:
            places = "; ".join(" ".join(node["target"]) for node in one["nodes"][:3])
            found.append(f"{theme}: {one['id']}: {places}")
    for size in (PHONE, DOUBLED):
        page.set_viewport_size(size)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{size['width']}: wider than the window")
    page.set_viewport_size(DESK)
    return found


def walked(
    page: Any, role: str | None, every: Iterable[str], themes: Mapping[str, Sequence[str]]
) -> dict[str, list[str]]:
    page.set_viewport_size(DESK)
    if role is not None:
        sign_in(page, role)
    axe = Axe()
    seen = {path: wrong_with(page, axe, themes) for path in every if is_page(page, path)}
    return {path: found for path, found in seen.items() if found}


@pytest.mark.parametrize("role", [None, *ROLES])
def test_every_page_is_accessible(page: Any, role: str | None, records: dict[str, str]) -> None:
    every = list(paths(role, records, once=True))
    assert walked(page, role, every, {"light": RULES}) == {}


@pytest.mark.trial
@pytest.mark.parametrize("role", ROLES)
def test_every_page_is_accessible_to_everybody_who_can_open_it(page: Any, role: str, records: dict[str, str]) -> None:
    every = list(paths(role, records, once=False))
    assert every
    assert walked(page, role, every, {"light": RULES, "dark": RULES}) == {}


def test_what_is_wrong_is_found(page: Any, people: object) -> None:
    page.goto("/glossary")
    page.evaluate("""() => {
        const wide = document.createElement("img");
        wide.style.minWidth = "2000px";
        document.querySelector("main").append(wide);
    }""")
    found = "".join(wrong_with(page, Axe(), {"light": RULES}))
    assert "image-alt" in found
    assert "wider than the window" in found
