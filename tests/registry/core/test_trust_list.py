"""A trust list of the operator's own is read when the program starts."""

from pathlib import Path

import pytest

from registry.core.config import Config
from tests.common.credentials import authority


def test_a_list_of_ones_own_takes_the_place_of_the_release_s(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LIKENESS_TRUST_LIST", raising=False)
    assert Config().trust_list is None
    monkeypatch.setenv("LIKENESS_TRUST_LIST", str(authority().anchors(tmp_path)))
    assert Config().trust_list == tmp_path / "anchors.pem"


@pytest.mark.parametrize("content", [None, b"", b"no certificate", b"\xff\xfe\0"])
def test_a_list_that_is_none_stops_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None
) -> None:
    path = tmp_path / "list.pem"
    if content is not None:
        path.write_bytes(content)
    monkeypatch.setenv("LIKENESS_TRUST_LIST", str(path))
    with pytest.raises(ValueError, match="LIKENESS_TRUST_LIST"):
        Config()
