"""Texts are parsed when they are asked for, and say what they say when the whole file is parsed."""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fluent.runtime import FluentBundle, FluentResource

import consent.texts
import registry.core.texts
from consent.texts import Catalogue

FILES = [
    file for room in (consent.texts, registry.core.texts) for file in sorted(Path(room.__file__).parent.glob("*.ftl"))
]


def whole(file: Path) -> FluentBundle:
    catalogue = Catalogue(file.parent)
    bundle = FluentBundle([file.stem], functions=catalogue._functions(file.stem), use_isolating=False)
    bundle.add_resource(FluentResource(file.read_text(encoding="utf-8")))
    return bundle


@pytest.mark.parametrize("file", FILES, ids=str)
def test_each_text_alone_says_what_it_says_in_the_whole_file(file: Path) -> None:
    expected = whole(file)
    assert Catalogue(file.parent).ids(file.stem) == set(expected._messages)
    alone = Catalogue(file.parent)
    for name in expected._messages:
        bundle = alone._bundle(file.stem, name)
        assert bundle.has_message(name), name
        pattern, other = bundle.get_message(name).value, expected.get_message(name).value
        if other is not None:
            assert rendered(bundle, pattern) == rendered(expected, other), name


def rendered(bundle: FluentBundle, pattern: object) -> str:
    """The text without its arguments, and what is missed."""
    return re.sub(r" at 0x[0-9a-f]+", "", str(bundle.format_pattern(pattern, {})))


def test_what_a_text_names_comes_with_it(tmp_path: Path) -> None:
    (tmp_path / "en.ftl").write_text(
        "-brand = Likeness\nname = { -brand } Registry\n"
        "several =\n    { $count ->\n        [one] { name }\n       *[other] { WORD(name) } and { -brand }\n    }\n"
        "name = Another\n"
    )
    catalogue = Catalogue(tmp_path)
    assert catalogue.say("several", count=1) == "Likeness Registry"
    assert catalogue.say("several", count=2) == "Likeness Registry and Likeness"
    assert catalogue.say("name") == "Likeness Registry"
    with pytest.raises(KeyError):
        catalogue.say("nothing")
    assert not catalogue.has("nothing")


def test_threads_that_ask_at_once_are_all_answered() -> None:
    for _ in range(5):
        catalogue = Catalogue(FILES[0].parent)
        names = sorted(whole(FILES[0])._messages)[:200]
        with ThreadPoolExecutor(8) as threads:
            assert all(threads.map(catalogue.has, names * 3))
