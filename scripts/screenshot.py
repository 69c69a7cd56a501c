"""Look at the pages in a real browser: sign in, visit pages, store a PNG each, and say what is wrong with them.

    echo PASSWORD | .venv/bin/python scripts/screenshot.py --as EMAIL --out FOLDER            every page that links reach
    echo PASSWORD | .venv/bin/python scripts/screenshot.py --as EMAIL --out FOLDER / /checks/C-1     only these pages

The application must be running (`make demo`). Only links are followed; nothing is submitted but the sign-in. Prints a
line a page; the exit status is 1 where a page failed, wrote to the console, broke the content security policy, loaded
something from another host, or is wider than the window.
"""

import argparse
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Browser, BrowserContext, Error, Page, Response, sync_playwright

# No sandbox (root in a container has none) and not one request of the browser's own.
FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--no-default-browser-check"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic"),
    "--disable-default-apps",
]
LOADED = 60_000  # milliseconds until a page must have been loaded, or drawn: a busy machine takes its time


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium, headless. Raises `FileNotFoundError` where there is none."""
    names = ("chromium", "chromium-browser", "google-chrome")
    executable = next((found for name in names if (found := shutil.which(name))), None)
    if executable is None:
        raise FileNotFoundError("Chromium is not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Look:
    """One visited page: its path, HTTP status, links to other pages, and what is wrong with it."""

    path: str
    status: int = 0
    links: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def sign_in(page: Page, base: str, email: str, password: str) -> None:
    """Through the form, as a person would. Raises `RuntimeError` where the door stays closed."""
    page.goto(urljoin(base, "/sign-in"), timeout=LOADED)
    page.fill("input[name=email]", email)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_load_state()
    if urlsplit(page.url).path == "/sign-in":
        raise RuntimeError(f"{email} could not sign in at {base}")


def visit(page: Page, base: str, path: str, picture: Path) -> Look:
    """Load one page, take its whole length as a PNG, and note what is wrong."""
    look = Look(path)

    def refused(response: Response) -> None:
        if response.status >= 400 and urlsplit(response.url).path != path:
            look.wrong.append(f"{urlsplit(response.url).path} answered {response.status}")

    def elsewhere(url: str) -> None:
        if url.startswith("http") and urlsplit(url).netloc != urlsplit(base).netloc:
            look.wrong.append(f"asked another host: {url}")

    listeners = {
        "console": lambda message: look.wrong.append(f"console: {message.text}"),
        "pageerror": lambda error: look.wrong.append(f"script error: {error}"),
        "response": refused,
        "request": lambda request: elsewhere(request.url),
    }
    for name, listener in listeners.items():
        page.on(name, listener)
    try:
        response = page.goto(urljoin(base, path), wait_until="load", timeout=LOADED)
        look.status = response.status if response else 0
        if look.status >= 400:
            look.wrong.append(f"answered {look.status}")
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            look.wrong.append("wider than the window")
        look.links = page.eval_on_selector_all("a[href]:not([download])", "links => links.map(link => link.href)")
        page.screenshot(path=picture, full_page=True, timeout=LOADED)
    except Error as error:
        look.wrong.append(f"could not be looked at: {error.message.splitlines()[0]}")
    finally:
        for name, listener in listeners.items():
            page.remove_listener(name, listener)
    return look


def pages_behind(links: list[str], base: str) -> Iterator[str]:
    """The paths of our own pages among links: no other host, no file, no fragment."""
    for link in links:
        parts = urlsplit(link)
        if parts.netloc == urlsplit(base).netloc and "." not in parts.path.rpartition("/")[2]:
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def kind_of(path: str) -> str:
    """A page's name without the ids in it, so that a hundred checks are looked at once."""
    return re.sub(r"\b[A-Z]{1,3}-[0-9A-Z-]{4,}", "ID", path)


def tour(page: Page, base: str, folder: Path, paths: list[str], *, follow: bool, most: int = 80) -> Iterator[Look]:
    """Visit the paths and, where `follow`, one page of each kind that links from them reach."""
    waiting, seen = list(paths), {kind_of(path) for path in paths}
    for _ in range(most):
        if not waiting:
            return
        path = waiting.pop(0)
        name = re.sub(r"[^A-Za-z0-9]+", "-", path).strip("-") or "start"
        look = visit(page, base, path, folder / f"{name}.png")
        yield look
        for found in pages_behind(look.links, base) if follow else ():
            if kind_of(found) not in seen:
                seen.add(kind_of(found))
                waiting.append(found)


def new_context(browser: Browser, *, width: int, dark: bool) -> BrowserContext:
    scheme = "dark" if dark else "light"
    return browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", metavar="PATH", help="pages; without any, all that links reach from /")
    parser.add_argument("--url", default="http://localhost:8000", help="where the application runs (%(default)s)")
    parser.add_argument(
        "--as", dest="email", help="sign in with this address; the password is read from standard input"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder for the PNG files")
    parser.add_argument("--width", type=int, default=1280, help="width of the window in pixels (%(default)s)")
    parser.add_argument("--dark", action="store_true", help="as for somebody who prefers dark pages")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    wrong = 0
    with chromium() as browser:
        page = new_context(browser, width=options.width, dark=options.dark).new_page()
        if options.email:
            sign_in(page, options.url, options.email, sys.stdin.readline().rstrip("\r\n"))
        for look in tour(page, options.url, options.out, options.paths or ["/"], follow=not options.paths):
            print(look.status, look.path, *(f"\n    WRONG {line}" for line in look.wrong))
            wrong += len(look.wrong)
    return min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main())
