"""Somebody with a browser of their own, whose every act is counted."""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, TimeoutError, expect

PATIENCE = 240_000
"""Milliseconds for an answer on a machine that is busy."""
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
AUTHENTICATOR = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@dataclass
class Task:
    """What one task took. clicks: on links, buttons and choices; fields: filled by typing or with files; pages: opened."""

    who: str
    what: str
    clicks: int = 0
    fields: int = 0
    pages: int = 0
    seconds: float = 0.0


@dataclass
class Person:
    """phone: whether they hold a telephone; else they sit at a desk."""

    name: str
    page: Page
    tasks: list[Task]
    doing: Task = field(default_factory=lambda: Task("", ""))
    been: list[str] = field(default_factory=list)
    """The addresses that were opened, in order."""

    @contextmanager
    def task(self, what: str) -> Iterator[None]:
        """Everything in the block is done for this."""
        self.doing = Task(self.name, what)
        begun = time.monotonic()
        yield
        self.doing.seconds = time.monotonic() - begun
        self.tasks.append(self.doing)
        self.doing = Task("", "")  # what is done between two tasks counts for neither

    def opens(self, address: str) -> None:
        """Follows a link in a letter, or types an address."""
        self.page.goto(address)

    def clicks(self, words: str, within: Locator | None = None, exact: bool = False) -> None:
        """A link or a button with these words."""
        scope = within or self.page
        either = scope.get_by_role("button", name=words, exact=exact).or_(
            scope.get_by_role("link", name=words, exact=exact)
        )
        either.first.click()
        self.doing.clicks += 1

    def goes_on(self, words: str) -> None:
        """Presses a button, and waits for the page that it leads to, whatever its address."""
        with self.page.expect_event("domcontentloaded"):
            self.clicks(words)

    def chooses(self, label: str, *values: str) -> None:
        """Choices of a list, boxes or buttons under a label."""
        listed = self.page.get_by_label(label, exact=True).locator("visible=true")
        for value in values:
            if listed.count() and listed.first.evaluate("one => one.tagName") == "SELECT":
                listed.first.select_option(label=value)
            else:
                group = self.page.get_by_role("group", name=label)
                group.get_by_label(value, exact=True).check()
            self.doing.clicks += 1

    def ticks(self, label: str) -> None:
        self.page.get_by_label(label).check()
        self.doing.clicks += 1

    def fills(self, label: str, words: str, within: str | None = None) -> None:
        """within: the id of the heading of the form, where several have such a field."""
        scope = self.page if within is None else self.page.locator(f"[aria-labelledby={within}]")
        scope.get_by_label(label, exact=within is not None).locator("visible=true").first.fill(words)
        self.doing.fields += 1

    def answers(self, **said: str | tuple[str, ...]) -> None:
        """Questions of a declaration, by what they are about (`use__medium`), in whatever way they are asked."""
        for about, values in said.items():
            path = about.replace("__", ".")
            asked = self.page.locator(f'[name="{path}"]')
            asked.first.wait_for()
            for value in (values,) if isinstance(values, str) else values:
                if asked.first.get_attribute("type") in ("radio", "checkbox"):
                    self.page.locator(f'[name="{path}"][value="{value}"]').check()
                    self.doing.clicks += 1
                elif asked.first.evaluate("one => one.tagName") == "SELECT":
                    asked.select_option(value)
                    self.doing.clicks += 1
                else:
                    asked.fill(value)
                    self.doing.fields += 1

    def hands_in(self, label: str, files: Sequence[Path]) -> None:
        self.page.get_by_label(label).and_(self.page.locator("input[type=file]")).first.set_input_files(
            [str(file) for file in files]
        )
        self.doing.fields += 1

    def opens_part(self, words: str) -> None:
        """A part of the page that is folded."""
        self.page.locator("summary").filter(has_text=words).click()
        self.doing.clicks += 1

    def at(self, address: str) -> None:
        self.page.wait_for_url(address)

    def comes(self, tried: Callable[[], None]) -> None:
        """Does it again until it can be done: what waits for somebody comes a moment after somebody else's answer."""
        until = time.monotonic() + PATIENCE / 1000
        before = self.doing.clicks, self.doing.pages
        while True:
            self.page.set_default_timeout(3000)
            try:
                return tried()
            except TimeoutError:
                if time.monotonic() > until:
                    raise
                self.doing.clicks, self.doing.pages = before
            finally:
                self.page.set_default_timeout(PATIENCE)

    def becomes(self, verdict: str) -> None:
        """Waits on a check's page until it is decided so, and opens it anew as somebody would. Raises AssertionError."""
        until, pages = time.monotonic() + PATIENCE / 1000, self.doing.pages
        heading = self.page.get_by_role("heading", name=verdict, exact=True).first
        while not heading.is_visible():
            if time.monotonic() > until:
                raise AssertionError(f"{self.page.url} does not say {verdict}")
            time.sleep(0.5)
            self.page.reload()
        self.doing.pages = pages + 1

    def sees_pictures(self, region: str) -> None:
        """Raises AssertionError where a picture of this part of the page cannot be shown."""
        pictures = self.page.get_by_role("region", name=region).get_by_role("img")
        expect(pictures.first).to_be_visible()
        for picture in pictures.all():
            assert picture.evaluate("async one => { await one.decode(); return one.naturalWidth }") > 0

    def reads(self, words: str) -> None:
        """Waits until the page says so. Raises AssertionError where it does not."""
        expect(self.page.locator("body")).to_contain_text(words, timeout=PATIENCE)


@contextmanager
def person(browser: Browser, origin: str, name: str, tasks: list[Task], *, phone: bool = False) -> Iterator[Person]:
    """Somebody who has never been here, with an authenticator in their browser."""
    context = browser.new_context(base_url=origin, viewport=PHONE if phone else DESK, reduced_motion="reduce")  # type: ignore[arg-type]
    page = context.new_page()
    session: Any = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    somebody = Person(name, page, tasks)

    def opened(_frame: object) -> None:
        somebody.doing.pages += 1
        somebody.been.append(page.url)

    page.on("domcontentloaded", opened)
    try:
        yield somebody
    except Exception:
        if somebody.doing.what and not somebody.doing.seconds:
            print(f"{name} was stopped at {page.url}:\n{page.locator('main').inner_text()}", file=sys.stderr)
        raise
    finally:
        context.close()
