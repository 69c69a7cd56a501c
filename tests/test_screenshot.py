"""The tool that looks at pages sees what is wrong with them."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from scripts.screenshot import kind_of, new_context, pages_behind, tour

PAGES = {
    "/": '<a href="/fine">a</a> <a href="/loud">b</a> <a href="/gone">c</a> <a href="/empty">c</a> <a href="https://example.org/">d</a>'
    '<a href="/receipt.json">e</a> <a href="/fine#part">f</a>',
    "/fine": "<p>fine</p>",
    "/loud": '<div style="width: 4000px">wide</div><script>console.error("oh no")</script>',
}


class Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = b"" if self.path == "/empty" else PAGES.get(self.path, "nothing here").encode()
        self.send_response(200 if self.path in {*PAGES, "/favicon.ico"} else 404)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Tests print nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.browser
def test_every_linked_page_is_looked_at_and_faults_are_named(browser: Any, address: str, tmp_path: Path) -> None:
    context = new_context(browser, width=800, dark=False)
    looks = {look.path: look for look in tour(context.new_page(), address, tmp_path, ["/"], follow=True)}
    context.close()
    assert set(looks) == {"/", "/fine", "/loud", "/gone", "/empty"}
    assert looks["/fine"].wrong == []
    assert looks["/loud"].wrong == ["console: oh no", "wider than the window"]
    assert "answered 404" in looks["/gone"].wrong
    assert looks["/empty"].wrong[-1].startswith("could not be looked at")
    assert {path.name for path in tmp_path.iterdir()} == {"start.png", "fine.png", "loud.png", "gone.png"}


def test_ids_do_not_make_another_kind_of_page() -> None:
    assert kind_of("/performers/P-7K3M9QX2BD") == kind_of("/performers/P-MMMM9QX2BD") != kind_of("/performers/new")


def test_only_our_own_pages_are_followed() -> None:
    links = ["http://localhost:1/a?b=c#d", "https://example.org/", "http://localhost:1/x/receipt.json", "mailto:a@b.c"]
    assert list(pages_behind(links, "http://localhost:1")) == ["/a?b=c"]
