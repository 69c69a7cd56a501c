"""A person without a mouse: everything is reached with Tab, shows that it is reached, and is done with the keys alone."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from playwright.sync_api import TimeoutError as TooSlow

from tests.registry.conftest import PASSWORD

MOST = 150
"""Stops within which everything on a page has to be reached."""

STOP = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const words = at.labels?.length ? at.labels[0].innerText : at.getAttribute("aria-label") || at.innerText || "";
  return {
    tag: at.tagName, type: at.type || "", name: at.name || "", value: at.value ?? "", checked: !!at.checked,
    words: words.replace(/\\s+/g, " ").trim(), href: at.getAttribute("href") || "",
  };
}"""
UNSEEN = """() => {
  const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect();
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const there = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth && box.width && box.height;
  return outlined && there ? "" : `${at.outerHTML.slice(0, 200)} ${style.outline} ${box.top} ${box.bottom}`;
}"""


class Keyboard:
    """One page and its keys."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self._under_way: set[Any] = set()
        page.on("request", lambda asked: self._under_way.add(asked))
        for over in ("requestfinished", "requestfailed"):
            page.on(over, lambda asked: self._under_way.discard(asked))

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def stop(self) -> dict[str, Any] | None:
        """Where the focus is, which can be seen there; None: nowhere on the page."""
        found = self.page.evaluate(STOP)
        if found is not None:
            unseen = self.page.evaluate(UNSEEN)
            assert not unseen, f"the focus cannot be seen: {unseen}"
        return found

    def to(self, wanted: Callable[[Mapping[str, Any]], Any]) -> dict[str, Any]:
        """Tabs on until the focus is where it is wanted."""
        passed = []
        for _ in range(MOST):
            self.press("Tab")
            at = self.stop()
            if at is not None and wanted(at):
                return at
            passed.append(at and (at["words"] or at["name"]))
        raise AssertionError(f"not reached with Tab; passed {passed}")

    def named(self, words: str, *tags: str) -> dict[str, Any]:
        """The control that is called so (a whole name, or its beginning where it ends with an ellipsis)."""
        pattern = re.escape(words.removesuffix("…")) + ("" if words.endswith("…") else "$")
        return self.to(lambda at: re.match(pattern, at["words"]) and (not tags or at["tag"] in tags))

    def follow(self, words: str, *tags: str, key: str = "Enter") -> None:
        """Goes to a link or button, and through it to another page."""
        self.named(words, *tags)
        with self.page.expect_navigation():
            self.press(key)
        self.arrived()

    def arrived(self) -> None:
        """On a new page of the registry the first stop is the way past its head, and leads into it."""
        self.page.wait_for_load_state()
        if not self.page.locator(".skip").count():
            return
        at = self.page.evaluate(STOP)
        if at is None or at["tag"] == "MAIN":
            self.press("Tab")
            first = self.page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
            assert self.page.evaluate("document.activeElement.className") == "skip", f"{self.page.url}: {first}"
            assert self.stop()
            self.press("Enter")
            assert self.page.evaluate("document.activeElement.id") == "content"

    def write(self, label: str, text: str) -> None:
        """Writes into the field of this label."""
        self.named(label)
        self.page.keyboard.type(text)

    def send_file(self, label: str, path: Any) -> None:
        """Opens the chooser of a field for files and takes one; a busy browser may swallow the first key press."""
        field = self.named(label)
        for patience in (10_000, 30_000):
            try:
                with self.page.expect_file_chooser(timeout=patience) as asked:
                    self.press("Enter")
            except TooSlow:
                assert self.stop() == field, "the focus was lost"
            else:
                asked.value.set_files(path)
                return
        raise AssertionError(f"{label} opens no chooser of files")

    def sign_in(self, name: str) -> None:
        self.page.goto("/sign-in")
        self.write("E-mail", f"{name}@example.org")
        self.write("Password", PASSWORD)
        self.named("Sign in", "BUTTON")
        with self.page.expect_navigation():
            self.press("Enter")
        self.page.wait_for_load_state()

    def choose(self, value: str) -> None:
        """Chooses in the list, or among the round or square boxes, where the focus is."""
        at = self.stop()
        assert at is not None
        if at["type"] == "checkbox":
            while at["value"] != value:
                at = self.to(lambda one, name=at["name"]: one["name"] == name)
            self.press("Space")
            return self.settled()
        if at["type"] == "radio" and at["value"] == value:
            self.press("Space")
            return self.settled()
        if at["tag"] == "SELECT":
            if at["value"] == value:
                return None
            self.press("Home")
            self.settled()
        seen = []
        for _ in range(30):
            self.press("ArrowDown")
            self.settled()
            at = self.stop()
            seen.append(at and at["value"])
            assert at is not None, "the focus was lost"
            if at["value"] == value:
                return None
        raise AssertionError(f"{value} cannot be chosen among {seen}")

    def settled(self) -> None:
        """Whatever the page saves of itself is saved, and what came back stands on it."""
        self.page.wait_for_timeout(30)
        while self._under_way:
            self.page.wait_for_timeout(20)
        self.page.wait_for_timeout(30)
