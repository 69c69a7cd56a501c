"""The product itself, not its parts: people are enrolled in an instance, pictures of strangers are checked by its worker's code.

    python -m benchmarks.product --lfw DIR --protocol FILE [--enrolled 1000] [--strangers 500]

Counts faces that are named, sent to review and nobody's, and says whether the promised rates lie in their intervals.
"""

import argparse
import io
import logging
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.figures import of_tables
from consent import terms
from matching.calibration import Interval, binomial
from matching.embeddings import Faces, embed
from matching.face.findings import FaceSeen, Quality
from matching.measurement import Protocol, read
from registry.core.config import Config
from registry.desk import Desk
from registry.gallery.coverage import bump
from registry.gallery.enrolment import Reference, keep
from registry.ledger.record import record
from registry.records import tables as models
from registry.records.checks import people_of
from registry.records.events import EventKind
from registry.records.tables.accounts import ProductionMember
from registry.records.tables.performers import Performer
from registry.records.tables.productions import Production

REFERENCES = 3


@dataclass(frozen=True)
class Counts:
    """What became of the faces of strangers: answer -> how many; targets: answer -> promised share of strangers.

    Only the face nearest to the middle is who the picture is labelled with. Bystanders are counted apart: nobody knows
    who they are, and some are enrolled. named: (file, who was named, whether the labelled face).
    """

    enrolled: int
    pictures: int
    answers: Counter[str]
    bystanders: Counter[str]
    named: tuple[tuple[str, str, bool], ...]
    targets: dict[str, float]

    @property
    def faces(self) -> int:
        return self.answers.total()

    def rate(self, *answers: str) -> Interval:
        return binomial(sum(self.answers[answer] for answer in answers), max(self.faces, 1))

    def kept(self, target: str, *answers: str) -> bool:
        """Whether the promised rate is not below what was seen, with its interval."""
        return self.targets[target] >= self.rate(*answers).low


def measure(folder: Path, protocol: Protocol, enrolled: int, strangers: int, seed: int = 0) -> Counts:
    """Enrols people of the protocol's gallery and checks strangers, drawn at random, in a fresh instance."""
    rng = np.random.default_rng(seed)
    roles = {name: person["role"] for name, person in protocol.people.items()}
    gallery = sorted(name for name, role in roles.items() if role != "stranger")
    foreign = sorted(name for name, role in roles.items() if role == "stranger")
    people = sorted(rng.choice(gallery, min(enrolled, len(gallery)), replace=False).tolist())
    pictures = [f"{name}/{file}" for name in foreign for file in protocol.people[name]["files"]]
    checked = sorted(rng.choice(pictures, min(strangers, len(pictures)), replace=False).tolist())
    files = [f"{name}/{file}" for name in people for file in protocol.people[name][f"enrol_{REFERENCES}"]]
    faces = embed(folder, files)
    with tempfile.TemporaryDirectory(prefix="likeness-product-") as home:
        desk = Desk(Config(home=Path(home), database_url=""))
        try:
            models.Base.metadata.create_all(desk.db.engine)
            owner = desk.accounts.create_first_administrator("bench@example.org", "Bench", None).id
            names = _enrol(desk, owner, files, faces)
            found = _check(desk, owner, [folder / file for file in checked])
            return Counts(names, len(checked), *found, dict(desk.thresholds.targets))
        finally:
            desk.close()


def _enrol(desk: Desk, owner: str, files: Sequence[str], faces: Faces) -> int:
    """The sealed templates of everybody whose face was found, as the product keeps them."""
    known = desk.thresholds.encoders
    references: dict[str, list[Reference]] = {}
    for row, file in enumerate(files):
        if faces.size[row]:
            vectors = {name: column[row] for name, column in faces.vectors.items() if name in known}
            quality = Quality(int(faces.size[row]), float(faces.sharpness[row]), 1.0, 0.0)
            face = FaceSeen(ref="A1", box=(0, 0, 1, 1), landmarks=(), quality=quality, vectors=vectors)
            references.setdefault(file.split("/")[0], []).append(Reference(file, face, known))
    with desk.db.write() as session:
        for number, (name, own) in enumerate(sorted(references.items())):
            performer = Performer(
                id=f"P-{number:010}", name=name, registered_by=owner, registered_at=desk.clock(), status="verified"
            )
            session.add(performer)
            session.flush()
            keep(session, performer, desk.keystore.get_or_create(performer.id), own, parked=False, at=desk.clock())
        bump(session)
        production = Production(
            id="PR-BENCH", title="Bench", company="Bench", kind="feature", created_by=owner, created_at=desk.clock()
        )
        session.add(production)
        session.flush()
        session.add(
            ProductionMember(account_id=owner, production_id=production.id, granted_by=owner, granted_at=desk.clock())
        )
        record(session, owner, EventKind.PRODUCTION_CREATED, production.id)
    return len(references)


def _check(
    desk: Desk, owner: str, files: Sequence[Path]
) -> tuple[Counter[str], Counter[str], tuple[tuple[str, str, bool], ...]]:
    from registry.core.permissions import Identity

    who = Identity(owner, productions=frozenset({"PR-BENCH"}))
    answers: Counter[str] = Counter()
    bystanders: Counter[str] = Counter()
    named: list[tuple[str, str, bool]] = []
    for number, file in enumerate(files):
        source = io.BytesIO(file.read_bytes())
        check = desk.checks.register(who, "PR-BENCH", source, file.name, _declaration(number))
        desk.examiner.run(check.id)
        view = desk.checks.get(who, check.id)
        if view.result is None or view.state != "decided":
            answers["failed"] += 1
            continue
        places = [(place["box"], person) for person in view.result["persons"] for place in person["boxes"]]
        places.sort(key=lambda place: _from_middle(place[0], view.width or 0, view.height or 0))
        with desk.db.read() as session:
            names = people_of(session, check.id)
        for rank, (_box, person) in enumerate(places):
            (bystanders if rank else answers)[person["answer"]] += 1
            if person["answer"] == "match":
                named.append((f"{file.parent.name}/{file.name}", names[person["pseudonym"]][1], rank == 0))
    return answers, bystanders, tuple(named)


def _from_middle(box: Sequence[int], width: int, height: int) -> float:
    x, y, wide, high = box
    return float(np.hypot(x + wide / 2 - width / 2, y + high / 2 - height / 2))


def _declaration(number: int) -> dict[str, object]:
    return {
        "production": "PR-BENCH",
        "unit": {"id": f"B{number}", "version": 1},
        "asset": {"stage": "ideation", "element": "moodboard"},
        "principles": dict.fromkeys(terms.PRINCIPLES, "yes"),
        "use": {
            "medium": "feature", "territory": "US", "language": "en", "content": [], "character": None, "scene": None,
            "alteration": None,
        },
        "cast": [],
        "others": {"treatment": "none", "role": "background", "performed_as_shown": True},
    }  # fmt: skip


def show(counts: Counts) -> None:
    print(
        f"{counts.enrolled} people enrolled, {counts.pictures} pictures of strangers, {counts.faces} labelled faces\n"
    )
    print("| answer | faces | share (95 %) | promised | kept |\n|---|---|---|---|---|")
    for label, target, answers in (
        ("named (match)", "match", ("match",)),
        ("sent to review (possible) or named", "possible", ("possible", "match")),
    ):
        rate = counts.rate(*answers)
        count = sum(counts.answers[answer] for answer in answers)
        share = f"{rate.value:.2%} ({rate.low:.2%}-{rate.high:.2%})"
        kept = "yes" if counts.kept(target, *answers) else "NO"
        print(f"| {label} | {count} | {share} | at most {counts.targets[target]:.3%} | {kept} |")
    for answer in ("none", "not_identifiable", "cannot_decide", "failed"):
        rate = counts.rate(answer)
        print(f"| {answer} | {counts.answers[answer]} | {rate.value:.2%} ({rate.low:.2%}-{rate.high:.2%}) | | |")
    print(f"\nBystanders, whom nobody has labelled: {dict(counts.bystanders)}")
    for file, name, labelled in counts.named:
        print(f"named: {file} as {name} ({'the labelled face' if labelled else 'a bystander'})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--lfw", type=Path, required=True, help="folder with a sub-folder a person")
    parser.add_argument("--protocol", type=Path, required=True, help="who is enrolled and who is a stranger")
    parser.add_argument("--enrolled", type=int, default=1000)
    parser.add_argument("--strangers", type=int, default=500)
    arguments = parser.parse_args()
    logging.disable(logging.WARNING)
    show(measure(arguments.lfw, read(arguments.protocol), arguments.enrolled, arguments.strangers))


if __name__ == "__main__":
    with of_tables():
        main()
