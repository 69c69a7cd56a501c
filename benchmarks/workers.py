"""What a check needs of a machine, and how long it waits there: the figures behind the defaults of the workers.

    python -m benchmarks.workers [largest] [waiting] [together]

largest   seconds and memory for the largest pictures that an honest production sends
waiting   from the request to the moment at which an idle worker takes it up, and what looking for it costs
together  how long a dozen pictures take, by the number of hands, of one production and of two
"""

import argparse
import io
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from PIL import Image
from sqlalchemy import select

from benchmarks.figures import last_line
from benchmarks.product import _declaration
from matching.media.picture import PIXEL_LIMIT
from registry.checks.examining.limits import NEED, room
from registry.core.config import Config
from registry.core.permissions import Identity
from registry.core.shipped import CODE as PROJECT
from registry.desk import Desk
from registry.ledger.record import record
from registry.records.events import EventKind
from registry.records.schema import upgrade
from registry.records.tables.ledger import Event
from registry.records.tables.productions import Production

PICTURES = PROJECT / "registry" / "demo" / "pictures"
HEIGHT = int((PIXEL_LIMIT * 3 / 4) ** 0.5)
SIDES = (PIXEL_LIMIT // HEIGHT, HEIGHT)
"""As large as a picture may be, 4:3."""
ALONE = """
import sys, time
from pathlib import Path
from matching import examine
from matching.face.engines import Engines
from matching.encoders import DEFAULT
from matching.face.installed import load
engines = Engines(load(DEFAULT))
began = time.monotonic()
print(len(examine(Path(sys.argv[1]), engines).appearances), time.monotonic() - began)
"""
WORKER = [sys.executable, "-c", "from registry.cli import main; main()", "worker", "--hands"]
IDLE_SECONDS = 20


def main() -> None:
    parts = {"largest": largest, "waiting": waiting, "together": together}
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("parts", nargs="*", choices=[*parts, []], help="all unless named")
    figures: dict[str, object] = {}
    for name in parser.parse_args().parts or parts:
        print(f"-- {name} (load of the machine before: {os.getloadavg()[0]:.1f})")
        figures[name] = parts[name]()
    last_line(figures)


def largest() -> dict[str, object]:
    """A landscape is looked at most carefully, because nobody shows in it; transparency makes three pictures of one."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    slowest, most = 0.0, 0
    with tempfile.TemporaryDirectory() as folder:
        for name, picture, options in _largest():
            path = Path(folder) / name
            picture.save(path, **options)
            faces, seconds, memory = _examined(path)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            before = after
            print(
                f"{name:32} {path.stat().st_size / 1e6:4.0f} MB, {faces:3} faces: {seconds:5.1f} s"
                f" ({spent:5.1f} s of processors), {memory / 1e9:.1f} GB"
            )
            slowest, most = max(slowest, spent), max(most, memory)
    print(
        f"The most is {slowest:.0f} s of processors and {most / 1e9:.1f} GB; a check may take {Config().check_seconds} s,"
    )
    print(f"a hand counts as {NEED / 1e9:.1f} GB, and {room().hands} fit here.")
    return {"processors_s": slowest, "most_bytes": most}


def _largest() -> Iterator[tuple[str, Image.Image, dict[str, int]]]:
    Image.MAX_IMAGE_PIXELS = None
    landscape = Image.open(PICTURES / "scenes" / "nobody-street.jpg").convert("RGB").resize(SIDES)
    people = [Image.open(path).convert("RGB") for path in sorted((PICTURES / "people").glob("*/*.jpg"))]
    crowd = landscape.copy()
    side = SIDES[0] // 17
    for number in range(17 * 12):
        place = (number % 17 * side, number // 17 * side)
        crowd.paste(people[number % len(people)].resize((side, side)), place)
    for what, picture in (("landscape", landscape), ("crowd", crowd)):
        yield f"{what}.jpg", picture, {"quality": 92}
        layered = picture.copy()
        layered.putalpha(Image.linear_gradient("L").resize(SIDES))
        yield f"{what}-with-transparency.png", layered, {"compress_level": 1}


def _examined(path: Path) -> tuple[int, float, int]:
    """Faces, seconds and the most bytes that the process and its decoder held at a time."""
    process = subprocess.Popen([sys.executable, "-c", ALONE, str(path)], stdout=subprocess.PIPE, text=True)
    most = [0]

    def watch() -> None:
        while process.poll() is None:
            most[0] = max(most[0], _held(process.pid))
            time.sleep(0.05)

    watcher = threading.Thread(target=watch)
    watcher.start()
    said, _ = process.communicate()
    watcher.join()
    faces, seconds = said.split()
    return int(faces), float(seconds), most[0]


def _held(process_id: int) -> int:
    """Bytes of a process and of what it started, each picture in memory once, whoever has it open."""
    total, shared = 0, {}
    for one in _family(process_id):
        folder = Path(f"/proc/{one}")
        try:
            told = dict(line.split(":", 1) for line in (folder / "status").read_text().splitlines())
            total += sum(int(told[key].split()[0]) * 1024 for key in ("RssAnon", "RssFile") if key in told)
            for file in (folder / "fd").iterdir():
                if os.readlink(file).startswith("/memfd:"):
                    state = file.stat()
                    shared[state.st_ino] = state.st_blocks * 512
        except OSError:  # it has just ended
            continue
    return total + sum(shared.values())


def _family(process_id: int) -> list[int]:
    found = [process_id]
    for task in Path(f"/proc/{process_id}/task").glob("*/children"):
        try:
            found += [one for child in task.read_text().split() for one in _family(int(child))]
        except OSError:
            continue
    return found


def waiting(checks: int = 60) -> dict[str, object]:
    with _instance() as (desk, ask), _working(desk, 2) as worker:
        before = _spent(worker.pid)
        time.sleep(IDLE_SECONDS)
        idle = (_spent(worker.pid) - before) / IDLE_SECONDS
        for number in range(checks):
            time.sleep(random.random() / 2)
            _until_over(desk, [ask(0, b"no picture %d" % number)])
        with desk.db.read() as session:
            rows = session.execute(select(Event.kind, Event.subject, Event.at)).all()
        at = {(kind, subject): datetime.fromisoformat(moment.replace("Z", "+00:00")) for kind, subject, moment in rows}
        taken = [subject for kind, subject in at if kind == EventKind.CHECK_TAKEN_UP]
        took = sorted(
            (at[EventKind.CHECK_TAKEN_UP, one] - at[EventKind.CHECK_QUEUED, one]).total_seconds() for one in taken
        )
    print(f"{checks} checks, from request to taken up: median {statistics.median(took) * 1000:.0f} ms, ", end="")
    print(f"nine of ten {took[len(took) * 9 // 10] * 1000:.0f} ms, most {took[-1] * 1000:.0f} ms")
    print(f"an idle worker takes {idle:.1%} of a core")
    return {"median_s": statistics.median(took), "most_s": took[-1], "idle_share": idle}


def together(pictures: int = 12) -> dict[str, object]:
    files = [path.read_bytes() for path in sorted((PICTURES / "people").glob("*/[45].jpg"))[:pictures]]
    found: dict[str, float] = {}
    for hands in (1, 2, 3):
        for productions in (1, 2):
            with _instance() as (desk, ask), _working(desk, hands):
                _until_over(desk, [ask(0, files[0]) for _ in range(hands)])  # the networks are loaded
                began = time.monotonic()
                _until_over(desk, [ask(number % productions, file) for number, file in enumerate(files)])
                seconds = time.monotonic() - began
            print(f"{hands} hands, {len(files)} pictures of {productions} production(s): {seconds:.1f} s")
            found[f"{hands} hands, {productions} productions"] = seconds
    return {"seconds": found}


@contextmanager
def _instance() -> Iterator[tuple[Desk, Callable[[int, bytes], str]]]:
    """A desk, and what asks for a check of the first or the second production, each with an account of its own."""
    with tempfile.TemporaryDirectory(prefix="likeness-workers-") as home:
        desk = Desk(Config(home=Path(home), database_url=""))
        try:
            upgrade(desk.db)
            owner = desk.accounts.create_first_administrator("bench@example.org", "Bench", None).id
            with desk.db.write() as session:
                for number in range(2):
                    session.add(
                        Production(
                            id=f"PR-{number}", title="Bench", company="Bench", kind="feature", created_by=owner,
                            created_at=desk.clock(),
                        )
                    )  # fmt: skip
                    record(session, owner, EventKind.PRODUCTION_CREATED, f"PR-{number}")
            numbers = iter(range(1_000_000))

            def ask(production: int, content: bytes) -> str:
                name = f"PR-{production}"
                who = Identity(f"A-{production}", productions=frozenset({name}))
                said = _declaration(next(numbers)) | {"production": name}
                return desk.checks.register(who, name, io.BytesIO(content), "picture", said).id

            yield desk, ask
        finally:
            desk.close()


@contextmanager
def _working(desk: Desk, hands: int) -> Iterator["subprocess.Popen[bytes]"]:
    environment = os.environ | {"LIKENESS_HOME": str(desk.config.home), "LIKENESS_DATABASE_URL": ""}
    log = desk.config.home / "log"
    with log.open("wb") as file:
        worker = subprocess.Popen([*WORKER, str(hands)], env=environment, stderr=file)
    try:
        while log.read_bytes().count(b"examiner") < hands:
            time.sleep(0.05)
        yield worker
    finally:
        worker.terminate()
        worker.wait()


def _until_over(desk: Desk, checks: Sequence[str]) -> None:
    while any(desk.checks.state(check) in ("queued", "examining") for check in checks):
        time.sleep(0.02)


def _spent(process_id: int) -> float:
    """Seconds of processors that a process has used."""
    fields = Path(f"/proc/{process_id}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
