"""The error report: measured by the matchers' code, counted from reviews, drawn without script or inline style."""

import copy
import json
import re
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

import matching.thresholds
from matching.calibration import binomial
from matching.measurement import Protocol, report
from matching.samples import Samples
from registry.cli import main
from registry.cli.report import _page, _words
from registry.core.permissions import Forbidden
from registry.records.tables.reviews import ReviewAct
from registry.reports import plots
from registry.reviews.queue import ReviewQuestion
from tests.registry.conftest import ENCODER, THRESHOLDS, a_vector


@pytest.fixture(scope="module")
def measured() -> dict[str, Any]:
    """Sixty invented people with three references and four probes each, and eighty strangers."""
    people: dict[str, dict[str, Any]] = {}
    for number in range(60):
        enrol, probe = [f"{n}.jpg" for n in range(3)], [f"{n}.jpg" for n in range(3, 7)]
        people[f"person {number:02}"] = {
            "role": "genuine", "files": enrol + probe, "enrol_3": enrol, "probe_3": probe,
            "group": "many" if number < 55 else "few",
        }  # fmt: skip
    for number in range(80):
        people[f"stranger {number:02}"] = {"role": "stranger", "files": ["0.jpg"]}
    protocol = Protocol(people, frozenset())
    vectors = np.stack([a_vector(*file.split("/")) for file in protocol.files])
    many = len(protocol.files)
    samples = Samples(
        {ENCODER: vectors}, {"size": np.full(many, 100, np.float32), "sharpness": np.full(many, 50, np.float32)}
    )
    found = report(samples, protocol, THRESHOLDS, "sface")
    return {"source": "folder", "made_at": "2026-10-05T09:00:00+00:00", "measured": asdict(found)}


def test_people_are_found_and_strangers_are_not(measured: dict[str, Any]) -> None:
    found = measured["measured"]
    assert (found["people"], found["probes"], found["strangers"]) == (60, 240, 80)
    assert found["levels"]["match"]["fnir"][0] == 0
    assert found["levels"]["match"]["fpir"][0] == 0
    assert sum(found["genuine"]) == pytest.approx(1)
    fpirs = [fpir for _, fpir, _ in found["det"]]
    fnirs = [fnir for _, _, fnir in found["det"]]
    assert fpirs == sorted(fpirs)
    assert fnirs == sorted(fnirs, reverse=True)


def test_a_rate_of_fewer_than_200_pictures_is_not_told(measured: dict[str, Any]) -> None:
    groups = {part["label"]: part for part in measured["measured"]["by"]["group"]}
    assert (groups["many"]["probes"], groups["many"]["fnir"]) == (220, 0)
    assert (groups["few"]["probes"], groups["few"]["fnir"]) == (20, None)
    assert "too few" in _words(measured)


def test_a_protocol_without_strangers_is_refused() -> None:
    with pytest.raises(ValueError, match="strangers"):
        report(Samples({}, {}), Protocol({}, frozenset()), THRESHOLDS, "sface")


def test_the_file_stands_alone_with_every_number_in_a_table(measured: dict[str, Any]) -> None:
    page = _page(measured)
    assert page.count("<svg") == 2
    assert page.count('role="img"') == 2
    assert page.count("<table") >= 5
    for forbidden in ("<script", 'style="', "http://", "https://", "src="):
        assert forbidden not in page.replace("http://www.w3.org/2000/svg", "")


def test_plots_hold_what_they_are_given() -> None:
    drawn = plots.det([(0.001, 0.1), (0.01, 0.05), (0.1, 0.0)], [("match", (0.001, 0.1))], "A <title>", "across", "up")
    assert "A &lt;title&gt;" in drawn
    points = [float(n) for n in re.search(r'points="([^"]+)"', drawn)[1].replace(",", " ").split()]
    assert all(0 <= x <= plots.WIDTH for x in points[::2])
    assert all(0 <= y <= plots.HEIGHT for y in points[1::2])
    bars = plots.histograms([0, 0.5, 1], [("one", [0.25, 0.75]), ("two", [1.0, 0.0])], "t", "a", "u")
    assert bars.count("<polygon") == 2


def test_reviews_are_counted_and_move_no_threshold(desk: Any, people: Any, verified_alice: Any) -> None:
    before = desk.thresholds
    empty = desk.error_reports.live(people.ursula)
    assert [row["confirm"] for row in empty["bands"]] == [0, 0, 0]
    with desk.db.write() as session:
        check = _a_check(session, desk)
        for ref, band, answer in (
            ("A1", "weak", "not_this_person"),
            ("A2", "weak", "confirm"),
            ("A3", "strong", "confirm"),
        ):
            review = desk.review_queue.open(
                session, "system", check, ReviewQuestion("possible", ref, verified_alice.id, band), desk.clock()
            )
            desk.review_queue.close(session, "system", review, answer, desk.clock())
    weak, fair, strong = desk.error_reports.live(people.ada)["bands"]
    assert (weak["confirm"], weak["not_this_person"], fair["confirm"], strong["confirm"]) == (1, 1, 0, 1)
    assert desk.thresholds is before
    for who in (people.petra, people.alice, people.nora):
        with pytest.raises(Forbidden):
            desk.error_reports.live(who)


def _a_check(session: Any, desk: Any, findings: Any = None) -> str:
    from registry.records.tables.checks import Check

    session.add(
        Check(
            id="K-1", findings=findings, production_id="PR-PETRA", requested_by="A", requested_at=desk.clock(), file_name="x",
            file_sha256="0" * 64, file_size=1, declaration='{"unit": {"id": "u"}}', declaration_sha256="0" * 64, unit_key="u",
            unit_version=1,
        )
    )  # fmt: skip
    session.flush()
    return "K-1"


@pytest.fixture
def compared() -> str:
    """The reason of somebody who compared and found the same person."""
    return "same_person"


@pytest.fixture
def answered(desk: Any, people: Any, verified_alice: Any, compared: str) -> Callable[[int, int], Any]:
    """`answered(200, 5)`: so many names were given, and so many of them doubted and taken away; one doubt is upheld,
    and of three performers who were not found one was missed, one is there by word and one is absent."""

    def make(given: int, overturned: int) -> Any:
        small = {"answer": "match", "band": "strong", "size": 30, "sharpness": 5}
        faces = [{"ref": f"A{n}"} | small | ({"size": 500, "sharpness": 2000} if n % 2 else {}) for n in range(given)]
        with desk.db.write() as session:
            check = _a_check(session, desk, {"faces": faces})
            for n in range(overturned + 1):
                question = ReviewQuestion("match", f"A{n}", verified_alice.id)
                review = desk.review_queue.open(session, "system", check, question, desk.clock())
                answer = "confirm" if n == overturned else "not_this_person"
                desk.review_queue.close(session, "system", review, answer, desk.clock())
            for n, reason in enumerate((compared, "known_from_production", "not_in_the_file")):
                question = ReviewQuestion("not_found", "", verified_alice.id)
                review = desk.review_queue.open(session, "system", check, question, desk.clock())
                answer = "not_this_person" if reason == "not_in_the_file" else "confirm"
                session.add(
                    ReviewAct(
                        matter=f"{check}/{n}/{review.id}", account_id=people.accounts["ursula"], review_id=review.id,
                        act="answer", standing="union:players-guild", answer=answer, reason=reason, at=desk.clock(),
                    )
                )  # fmt: skip
                desk.review_queue.close(session, "system", review, answer, desk.clock())
        return desk.error_reports.live(people.ada)

    return make


@pytest.mark.parametrize(
    "compared", ["same_person", "same_face"]
)  # the latter as it was said while there was one sense
def test_names_misses_and_doubts_are_counted_with_what_they_are_counted_of(answered: Any) -> None:
    live = answered(10, 2)
    assert live["matches"] == {"given": 10, "upheld": 1, "overturned": 2}
    assert live["not_found"] == {"answered": 3, "missed": 1, "by_word": 1, "absent": 1}
    wrong = live["rates"]["names_wrong"]
    assert wrong["all"] == {"answers": 10, "wrong": 2, "rate": None}
    assert [(part["label"], part["answers"], part["wrong"]) for part in wrong["size"]] == [
        ("24-48", 5, 1), ("180+", 5, 1),
    ]  # fmt: skip
    assert [part["label"] for part in wrong["sharpness"]] == ["0-10", "1000+"]
    assert live["rates"]["people_missed"]["all"] == {"answers": 9, "wrong": 1, "rate": None}
    assert "too few" in _words(live)


def test_a_live_rate_has_its_interval_and_none_of_fewer_than_200(answered: Any, people: Any, desk: Any) -> None:
    live = answered(210, 21)
    rate = live["rates"]["names_wrong"]["all"]["rate"]
    assert rate == asdict(binomial(21, 210))
    assert all(part["rate"] is None for part in live["rates"]["names_wrong"]["size"])
    assert "10.00 % (6." in _words(live)
    assert "10.00 %" in _page(live)
    assert json.loads(json.dumps(live)) == live


def test_whatever_reviewers_answer_no_threshold_moves(desk: Any, people: Any, answered: Any, verified_bob: Any) -> None:
    file = matching.thresholds.FILE.read_bytes()
    before, scores = desk.thresholds, copy.deepcopy(asdict_of(desk.thresholds))
    live = answered(250, 240)
    assert live["matches"]["overturned"] == 240
    desk.reviews.purge()
    desk.redecider.run_due()
    assert matching.thresholds.FILE.read_bytes() == file
    assert desk.thresholds is before
    assert desk.gallery.load().thresholds is before
    assert asdict_of(desk.thresholds) == scores


def test_findings_say_how_large_sharp_and_alike_a_face_was_and_nothing_of_the_face_itself(
    desk: Any, people: Any, verified_alice: Any, fake_matching: Any
) -> None:
    from registry.checks.deciding.decider import Seen, found
    from registry.checks.examining.recognising import recognition
    from registry.checks.receipts.receipt import GalleryUsed

    examined = fake_matching.examine(fake_matching.picture("alice size=90 sharpness=44", "stranger"))
    answers = desk.gallery.load().ask(examined.appearances, None)
    faces = tuple(recognition(seen, answer) for seen, answer in zip(examined.appearances, answers, strict=True))
    seen = Seen("0", 1, "image", 1, 1, {}, "invented", faces, GalleryUsed(1, "0", 1, 0))
    alice, stranger = found(seen)["found"]
    assert (alice["size"], alice["sharpness"], alice["answer"]) == (90, 44, "match")
    assert alice["band"] in ("weak", "fair", "strong")
    assert (stranger["band"], stranger["size"]) == (None, 200)
    of_any_sense = {"ref", "modality", "start", "end", "box", "answer", "error", "reason", "band"}
    assert set(alice) == of_any_sense | {"size", "sharpness"}
    assert verified_alice.id not in json.dumps(found(seen))


def asdict_of(thresholds: Any) -> dict[str, Any]:
    return {name: repr(getattr(thresholds, name)) for name in thresholds.__dataclass_fields__}


def test_the_page_shows_what_was_kept(desk: Any, people: Any, measured: dict[str, Any]) -> None:
    from registry.serving.app import create_app
    from tests.registry.web.conftest import Visitor

    visitor = Visitor(create_app(desk).test_client()).sign_in("ursula")
    assert "likeness report error --bundled" in visitor.get("/errors").text
    desk.error_reports.keep(measured)
    desk.error_reports.keep(measured | {"source": "bundled"})
    page = visitor.get("/errors").text
    assert page.count('<svg class="plot"') == 4
    assert "it is not evidence" in page
    assert 'style="' not in page


@pytest.mark.parametrize("arguments", [(), ("--bundled", "--live"), ("--folder", "."), ("--live",)])
def test_wrong_usage_is_refused_in_one_line(arguments: tuple[str, ...]) -> None:
    result = CliRunner().invoke(main, ["report", "error", *arguments])
    assert (result.exit_code, result.stdout) == (2, "")


def test_the_bundled_pictures_are_measured_and_said_to_be_no_evidence(tmp_path: Any, monkeypatch: Any) -> None:
    monkeypatch.setenv("LIKENESS_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LIKENESS_CACHE", str(tmp_path / "cache"))
    out = tmp_path / "report.html"
    result = CliRunner().invoke(main, ["report", "error", "--bundled", "--json", "--out", str(out)])
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    assert (found["source"], found["measured"]["people"], found["measured"]["probes"]) == ("bundled", 12, 24)
    assert "it is not evidence" in out.read_text()
