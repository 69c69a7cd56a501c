"""Whatever a check, a consent or a production refuses, tells or asks for has a text."""

import re

from registry.core import texts
from tests.common.parts import PROJECT

FOLDERS = ("productions", "consents", "checks", "lives")


def sources() -> str:
    files = [file for folder in FOLDERS for file in (PROJECT / "registry" / folder).glob("*.py")]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def test_every_refusal_notice_reason_and_remedy_has_its_text() -> None:
    source = sources()
    named = set(re.findall(r'(?:Conflict|Invalid)\(\s*"([\w-]+)"', source))
    named |= set(re.findall(r'"(notice-[\w-]+)"', source))
    named |= set(re.findall(r'fail\([^"\n]*"([\w-]+)"', source))
    named |= {f"reason-{name}" for name in re.findall(r'"((?:check|identity)\.[\w-]+)"', source)}
    named |= {f"remedy-{name}" for name in re.findall(r'wants="([\w-]+)"', source)}
    named |= {f"check-stage-{stage}" for stage in ("queued", "examining", "comparing", "deciding", "decided", "failed")}
    assert len(named) > 30
    assert sorted(name for name in named if not texts.CATALOGUE.has(name)) == []
