"""What Content Credentials say, and what is believed of them."""

import http.server
import io
import struct
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from matching.media import children
from matching.origin.findings import Origin
from matching.origin.reading import ANCHORS, OriginReader, understood
from tests.common.credentials import CAPTURED, GENERATED, IPTC, authority, photograph, put

Reads = Callable[..., Origin]

TRAINING = {
    "label": "cawg.training-mining",
    "data": {"entries": {"cawg.ai_training": {"use": "allowed"}, "cawg.data_mining": {"use": "perhaps"}}},
}


@pytest.fixture
def reads(tmp_path: Path) -> Reads:
    """`reads(content)`: what the file says, where the tests' own authority is on the trust list."""
    reader = OriginReader(authority().anchors(tmp_path))
    return lambda content: reader.read(put(tmp_path, content))[1]


@pytest.fixture
def strangers(tmp_path: Path) -> Reads:
    """The same with the list of the release, on which it is not."""
    return lambda content: OriginReader().read(put(tmp_path, content))[1]


def test_a_file_without_credentials_is_unknown_and_not_real(reads: Reads) -> None:
    found = reads(photograph())
    assert found == Origin("absent")
    assert not found.camera_original


def test_a_camera_original_by_a_trusted_signer_is_one(reads: Reads) -> None:
    found = reads(authority().sign(photograph()))
    assert (found.state, found.signer, found.problems) == ("trusted", "Honest Cameras", ())
    assert found.source_types == ("digitalCapture",)
    assert found.camera_original


def test_who_is_not_on_the_list_is_valid_and_proves_nothing(strangers: Reads) -> None:
    found = strangers(authority().sign(photograph()))
    assert (found.state, found.signer) == ("valid", "Honest Cameras")
    assert not found.camera_original


def test_a_name_like_that_of_a_trusted_signer_makes_nobody_trusted(strangers: Reads, reads: Reads) -> None:
    for organisation in ("Google LLC", "Leica Camera AG"):
        assert strangers(authority(organisation).sign(photograph())).state == "valid"
    forged = authority("Honest Cameras ")
    assert reads(forged.sign(photograph())).state == "valid"


def test_an_empty_trust_list_trusts_nobody(tmp_path: Path) -> None:
    signed = put(tmp_path, authority().sign(photograph()))
    for content in ("", "no certificate"):
        anchors = put(tmp_path, content.encode(), "list.pem")
        assert OriginReader(anchors).read(signed)[1].state == "valid"
    assert OriginReader(tmp_path / "nowhere.pem").read(signed)[1].state == "valid"


def test_the_list_of_the_release_is_one(strangers: Reads) -> None:
    assert ANCHORS.read_text().count("BEGIN CERTIFICATE") > 10


def test_one_altered_byte_shows(reads: Reads) -> None:
    signed = bytearray(authority().sign(photograph()))
    signed[-40] ^= 1
    found = reads(bytes(signed))
    assert found.state == "invalid"
    assert "assertion.dataHash.mismatch" in found.problems
    assert not found.camera_original


def test_the_manifest_of_another_file_does_not_fit(reads: Reads) -> None:
    signed, other = authority().sign(photograph(1)), photograph(2)
    at, segments = 2, b""
    while signed[at : at + 2] != b"\xff\xdb":  # quantisation tables: the picture begins
        length = 2 + int.from_bytes(signed[at + 2 : at + 4], "big")
        segments += signed[at : at + length] if signed[at + 1] == 0xEB else b""
        at += length
    assert segments
    found = reads(other[:2] + segments + other[2:])
    assert found.state == "invalid"
    assert not found.camera_original


def test_decoding_and_encoding_again_leaves_nothing(reads: Reads) -> None:
    again = io.BytesIO()
    Image.open(io.BytesIO(authority().sign(photograph()))).save(again, "JPEG")
    assert reads(again.getvalue()).state == "absent"


def test_what_is_generated_is_said_whoever_signed_it(reads: Reads, strangers: Reads) -> None:
    signed = authority().sign(photograph(), GENERATED)
    for found in (reads(signed), strangers(signed)):
        assert found.generative == "trainedAlgorithmicMedia"
        assert not found.camera_original
    broken = bytearray(signed)
    broken[-40] ^= 1
    assert reads(bytes(broken)).generative == "trainedAlgorithmicMedia"


def test_a_camera_original_with_a_generated_part_is_none(reads: Reads) -> None:
    generated = authority().sign(photograph(2), GENERATED)
    found = reads(authority().sign(photograph(), CAPTURED, ingredients=(generated,)))
    assert found.state == "trusted"
    assert [one.source_types for one in found.ingredients] == [("trainedAlgorithmicMedia",)]
    assert found.generative == "compositeWithTrainedAlgorithmicMedia"
    assert not found.camera_original


def test_a_camera_original_as_a_part_of_something_else_proves_nothing_of_that(reads: Reads) -> None:
    camera = authority().sign(photograph(2))
    found = reads(authority().sign(photograph(), IPTC + "composite", ingredients=(camera,)))
    assert found.state == "trusted"
    assert not found.camera_original


@pytest.mark.parametrize("action", ["c2pa.edited", "c2pa.drawing", "org.example.face-swap"])
def test_what_was_changed_since_is_no_camera_original(reads: Reads, action: str) -> None:
    assert not reads(authority().sign(photograph(), actions=(action,))).camera_original
    assert reads(authority().sign(photograph(), actions=("c2pa.published",))).camera_original


@pytest.mark.parametrize("kind", ["screenCapture", "humanEdits", "digitalCreation", "virtualRecording"])
def test_what_no_camera_took_is_no_camera_original(reads: Reads, kind: str) -> None:
    assert not reads(authority().sign(photograph(), IPTC + kind)).camera_original


def test_what_is_said_of_training_is_read_strictly_and_as_nothing_more(reads: Reads) -> None:
    found = reads(authority().sign(photograph(), assertions=(TRAINING,)))
    assert dict(found.mining) == {"cawg.ai_training": "allowed", "cawg.data_mining": "notAllowed"}


@pytest.fixture
def listening() -> Iterator[tuple[str, list[str]]]:
    """A server on a local port: its address, and what it was asked for."""
    asked: list[str] = []

    class Hears(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def do_HEAD(self) -> None:
            self.do_GET()

        def log_message(self, *_: object) -> None:
            return None

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hears)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/manifest.c2pa", asked
    server.shutdown()
    thread.join()
    server.server_close()


def test_no_remote_manifest_is_fetched(reads: Reads, listening: tuple[str, list[str]]) -> None:
    address, asked = listening
    found = reads(authority().sign(photograph(), remote=address))
    assert found.state == "remote"
    assert not found.camera_original
    assert asked == []


def test_a_cut_manifest_is_unreadable_or_invalid_and_never_absent(reads: Reads) -> None:
    signed = authority().sign(photograph())
    box = signed.index(b"jumb")
    for at in (box + 8, box + 60, box + 400):
        broken = bytearray(signed)
        broken[at : at + 4] = b"\xff\xff\xff\xff"
        assert reads(bytes(broken)).state in ("unreadable", "invalid"), at


def test_a_reader_that_dies_is_said(reads: Reads, monkeypatch: pytest.MonkeyPatch) -> None:
    signed = authority().sign(photograph())
    monkeypatch.setattr(children, "run_cold", lambda *_: -11)
    assert reads(signed).state == "unreadable"

    def late(*_: object) -> int:
        raise children.TimeOut

    monkeypatch.setattr(children, "run_cold", late)
    assert reads(signed).problems == ("timeout",)


def _segments(content: bytes) -> bytes:
    """A JUMBF box in the segments of a JPEG, as long as it takes."""
    packets, out = range(0, len(content), 60_000), list[bytes]()
    for number, start in enumerate(packets, start=1):
        head = b"" if number == 1 else content[:8]
        part = b"JP" + struct.pack(">HI", 0x211, number) + head + content[start : start + 60_000]
        out.append(b"\xff\xeb" + struct.pack(">H", len(part) + 2) + part)
    return b"".join(out)


def test_a_manifest_of_fifty_megabytes_is_bounded(reads: Reads) -> None:
    inner = b"\0\0\0\x2ajumdc2pa\0\x11\0\x10\x80\0\0\xaa\0\x38\x9b\x71\x03c2pa\0"
    box = struct.pack(">I", 50_000_000) + b"jumb" + inner
    box += b"\0" * (50_000_000 - len(box))
    picture = photograph()
    found = reads(picture[:2] + _segments(box) + picture[2:])
    assert (found.state, found.problems) == ("unreadable", ("too-large",))


def test_thousands_of_ingredients_are_counted_and_few_are_shown() -> None:
    one = {"title": "a", "relationship": "componentOf", "depth": 1, "source_types": []}
    found = understood({"state": "valid", "ingredients": [one] * 5000})
    assert (len(found.ingredients), found.more_ingredients) == (50, 4950)


@pytest.mark.attack("B.many-ingredients")
def test_hundreds_of_ingredients_in_a_file_are_read_in_bounded_time(reads: Reads) -> None:
    parts = tuple(photograph(100 + number) for number in range(300))
    found = reads(authority().sign(photograph(), ingredients=parts))
    assert (found.state, len(found.ingredients), found.more_ingredients) == ("trusted", 50, 250)
    assert not found.camera_original


@pytest.mark.attack("B.second-manifest")
@pytest.mark.parametrize("where", ["before", "behind", "at the end", "bytes at the end"])
def test_a_second_manifest_makes_no_camera_original_of_anything(reads: Reads, where: str) -> None:
    signed, generated = authority().sign(photograph(1)), authority().sign(photograph(2), GENERATED)
    ours, theirs = _manifest(signed), _manifest(generated)
    at = signed.index(ours)
    both = {
        "before": signed[:at] + theirs + signed[at:],
        "behind": signed[: at + len(ours)] + theirs + signed[at + len(ours) :],
        "at the end": signed + theirs,
        "bytes at the end": signed + bytes(100),
    }
    found = reads(both[where])
    assert found.state == "invalid"
    assert not found.camera_original


def _manifest(content: bytes) -> bytes:
    """The segments in which it lies."""
    found, at = b"", 2
    while content[at + 1] != 0xDA:
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        found += content[at:end] if content[at + 1] == 0xEB else b""
        at = end
    return found


def test_a_circle_of_ingredients_ends_where_it_closes() -> None:
    from matching.origin.credentials import _ingredients

    manifests = {
        name: {"ingredients": [{"title": other, "active_manifest": other}]} for name, other in ("ab", "bc", "ca")
    }
    found, more = _ingredients(manifests, "a")
    assert ([one["title"] for one in found], more) == (["b", "c", "a"], 0)


def test_what_is_noted_reads_back(reads: Reads) -> None:
    import json

    found = reads(authority().sign(photograph(), ingredients=(photograph(2),), assertions=(TRAINING,)))
    assert Origin.of_note(json.loads(json.dumps(found.noted()))) == found
