"""The C2PA's own public test files, each against the report that lies beside it."""

import json
from pathlib import Path

import pytest

from matching.origin.reading import OriginReader

FOLDER = Path("c2pa", "public_testfiles", "image", "jpeg")

SINCE = {
    "truepic-20230212-camera": "a hash that leaves out more than the manifest is refused since",
    "truepic-20230212-landscape": "a hash that leaves out more than the manifest is refused since",
    "truepic-20230212-library": "a hash that leaves out more than the manifest is refused since",
}
"""Files whose report is of an earlier library that was less strict."""

pytestmark = pytest.mark.data


def test_each_file_is_classified_as_its_report_says(data: Path) -> None:
    pictures = sorted((data / FOLDER).glob("*.jp*g"))
    assert len(pictures) == 26
    for picture in pictures:
        report = picture.parent / "manifests" / picture.stem / "manifest_store.json"
        found = OriginReader().read(picture)[1]
        if not report.exists():
            assert found.state == "absent", picture.name
            continue
        told = json.loads(report.read_text())
        active = told["manifests"][told["active_manifest"]]
        wrong = told.get("validation_status")
        expected = "invalid" if wrong or picture.stem in SINCE else "valid"
        assert found.state == expected, (picture.name, found.problems)
        assert found.signer == active["signature_info"]["issuer"], picture.name
        assert not found.camera_original
