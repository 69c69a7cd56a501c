"""Every word on a page comes from the catalogue, so that a language is one more file."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, FluentSerializer, ast

from consent import terms
from consent.clearance.ruleset import DUTY_KINDS
from consent.texts import Catalogue, has_text
from registry.api.problems import CODES
from registry.core import texts
from registry.desk import Desk
from registry.productions.schemas import SCHEMAS
from registry.records.events import EventKind
from registry.records.performers import IdentityStanding
from registry.records.visibility import CONSENT_COUNTS_AGAIN, CONSENT_WAITS
from tests.common.parts import PROJECT
from tests.registry.conftest import People
from tests.registry.web.conftest import DECLARED, Visitor

TEMPLATES = sorted((PROJECT / "templates").rglob("*.html"))
FOLDER = Path(texts.__file__).parent
SPOKEN = {"title", "alt", "aria-label", "placeholder", "content"}


class Words(HTMLParser):
    """Text that a reader sees or hears."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self._silent += tag in ("script", "style")
        if tag != "meta":
            self.found += [value for name, value in attributes if name in SPOKEN and value]

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.found.append(data)


def spoken(html: str) -> list[str]:
    reader = Words()
    reader.feed(html)
    return [text.strip() for text in reader.found if re.search(r"[^\W\d_]", text)]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(PROJECT / "templates")))
def test_a_template_holds_no_words_of_its_own(template: Path) -> None:
    source = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", " ", template.read_text(encoding="utf-8"), flags=re.S)
    assert spoken(source) == []


def literal_ids() -> set[str]:
    """Message ids that templates, views and forms name in full."""
    found: set[str] = set()
    for template in TEMPLATES:
        found |= set(re.findall(r'\bt\(["\']([\w.-]+)["\'](?!\s*~)', template.read_text(encoding="utf-8")))
    for module in (PROJECT / "registry").rglob("*.py"):
        source = module.read_text(encoding="utf-8")
        found |= set(re.findall(r'\b(?:t|say_next|_done|_back)\((?:\w+, )?"([a-z][\w.-]+)"', source))
        if module.name == "forms.py":
            found |= set(re.findall(r'Field\("([\w.-]+)"', source)) | set(re.findall(r': "(form-[a-z]+)"', source))
    return found


def test_every_id_that_pages_name_has_its_text() -> None:
    named = literal_ids()
    assert len(named) > 200
    assert sorted(name for name in named if not texts.CATALOGUE.has(name)) == []


def test_every_id_that_records_carry_has_its_text() -> None:
    """Notices, events of consents, duties, states and verdicts come from data, not from templates."""
    named = {f"event-{kind}" for kind in EventKind if kind.startswith(("consent.", "use."))}
    named |= {f"event-{kind}" for kind in (CONSENT_WAITS, CONSENT_COUNTS_AGAIN)}
    named |= {f"verdict-{verdict}" for verdict in (*terms.VERDICTS, "cannot_decide", "none")}
    named |= {f"verdict-{verdict}-means" for verdict in (*terms.VERDICTS, "cannot_decide", "none")}
    named |= {f"verdict-{verdict}-means-other" for verdict in (*terms.VERDICTS, "cannot_decide", "none")}
    named |= {f"verdict-{verdict}-means-part" for verdict in (*terms.VERDICTS, "cannot_decide", "none")}
    named |= {f"schema-{name}" for name in SCHEMAS}
    named |= {f"consent-state-{state}" for state in terms.CONSENT_STATES if state != "unknown"} | {
        "consent-state-ended"
    }
    named |= {f"answer-{answer}" for answer in (*terms.MATCHES, "cannot_decide", "declared")}
    named |= {f"standing-{standing}" for standing in IdentityStanding}
    named |= {f"api-{status}{part}" for status in CODES for part in ("", "-remedy")}
    for module in (PROJECT / "registry").rglob("*.py"):
        named |= set(re.findall(r'\btell\(\s*session,\s*"([\w-]+)"', module.read_text(encoding="utf-8")))
    assert len(named) > 70
    assert sorted(name for name in named if not texts.CATALOGUE.has(name)) == []
    assert [kind for kind in DUTY_KINDS if not has_text(f"duty-{kind}")] == []  # the rules' own words, at every door


def test_no_id_is_said_twice() -> None:
    resource = FluentParser().parse((FOLDER / "en.ftl").read_text(encoding="utf-8"))
    names = [entry.id.name for entry in resource.body if isinstance(entry, ast.Message)]
    assert sorted({name for name in names if names.count(name) > 1}) == []
    assert [entry.content for entry in resource.body if isinstance(entry, ast.Junk)] == []


def test_every_choice_has_words_of_its_own(visit: Callable[[str], Visitor], desk: Desk, people: People) -> None:
    petra = visit("petra")
    named = DECLARED | {"names": ["Mara Lind"], "cast.0.who": "Ann", "cast.0.treatment": "synthetic_with_features"}
    draft = desk.drafts.begin(people.petra, "PR-PETRA", named | {"principles": "some"}).id
    for path in ("/productions/new", f"/drafts/{draft}", "/productions/PR-PETRA/consents/new"):
        page = petra.get(path).text
        offered = re.findall(r'<option[^>]* value="([^"]+)">([^<]+)</option>', page)
        offered += re.findall(r'value="([^"]+)">\s*<label class="form-check-label"[^>]*>([^<]+)</label>', page)
        assert len(offered) > 10
        answers = ("yes", "no", "unsure")
        assert [
            value for value, words in offered if words == value.replace("_", " ") and value not in (*answers, "UTC")
        ] == []


class Foreign:
    """A made-up language: every text of the English file in brackets."""

    def __init__(self, folder: Path) -> None:
        source = (FOLDER / "en.ftl").read_text(encoding="utf-8")
        (folder / "en.ftl").write_text(source, encoding="utf-8")
        resource = FluentParser().parse(source)
        for entry in resource.body:
            if isinstance(entry, ast.Message) and entry.value is not None:
                entry.value.elements = [ast.TextElement("⟦"), *entry.value.elements, ast.TextElement("⟧")]
        (folder / "de.ftl").write_text(FluentSerializer().serialize(resource), encoding="utf-8")


PAGES = {
    "nobody": ["/", "/sign-in", "/not-there"],
    "alice": ["/", "/password", "/performers/{alice}", "/performers/{alice}/keys", "/performers/{alice}/forget",
              "/performers/{alice}/enrolment", "/performers/{alice}/release", "/performers/new", "/performers/{alice}/look-alikes"],
    "ursula": ["/unions/players-guild", "/unions/players-guild/members/{alice}", "/unions/players-guild/keys"],
    "petra": ["/productions", "/productions/new", "/productions/PR-PETRA", "/productions/PR-PETRA/drafts/new",
              "/productions/PR-PETRA/consents/new"],
    "quentin": ["/tokens"],
    "ada": ["/administration"],
}  # fmt: skip

# Names, addresses, ids, commands and the rules' own words stand on pages as they are.
DATA = re.compile(
    r"SHA256:|^likeness |@|^(?:· )?P-|^PR-|^[A-Z][a-z]+$|^en$|^UTC$|Guild|Alliance|Long Night|UTC\b|^[a-z]+(-[a-z]+)+ ·|^Alice ·",
    re.M,
)


@pytest.mark.parametrize("name", PAGES)
def test_one_more_file_switches_every_text(
    name: str, visitor: Visitor, visit: Callable[[str], Visitor], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    someone = visitor if name == "nobody" else visit(name)
    alice = visit("alice").client.get("/", base_url="http://localhost:8000").text
    performer = re.search(r"/performers/(P-\w+)", alice)
    folder = tmp_path / "texts"
    folder.mkdir()
    Foreign(folder)
    monkeypatch.setattr(texts, "CATALOGUE", Catalogue(folder))
    someone.post("/language", {"language": "de", "back": "/"})
    for path in PAGES[name]:
        answer = someone.get(path.format(alice=performer[1] if performer else ""))
        assert '<html lang="de">' in answer.text, path
        page = re.sub(r"⟦.*?⟧", " ", answer.text, flags=re.S)
        page = re.sub(
            r"<(pre|option|input|label class=\"form-check-label\")[^>]*>.*?(</\1>|</label>|$)",
            " ",
            page,
            flags=re.S | re.M,
        )
        left = [text for text in spoken(page) if not DATA.search(text)]
        assert left == [], path
