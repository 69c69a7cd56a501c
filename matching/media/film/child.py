"""The decoding child of films: a script of its own, started as `python -I -S child.py FOLDER_OF_PACKAGES JOB`, or forked by
`matching.media.warm`, which has called `prepare` by then.

Descriptor 0 is the file, descriptor 1 a socket for what `wire` describes, another one the shelf for pictures. It trusts nothing
that it reads, and nobody trusts what it writes. JOB, as JSON: `do` ("survey", "frames", "attached", "noted", "proxy", "stills",
"sounds" or "hear"), `form`, the limits, the shelf, and what that job needs.
"""

import gc
import json
import mmap
import os
import sys
from collections.abc import Iterator
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO


def prepare(packages: str, *, drawn: bool = False) -> None:
    """Import everything before the walls close: afterwards no file can be opened. packages: the folders where PyAV and Pillow lie.
    drawn: whether pictures of other kinds are read, too."""
    sys.path += [*packages.split(os.pathsep), str(Path(__file__).resolve().parents[3])]
    import av.logging
    import av.sidedata.sidedata
    import av.subtitles.codeccontext
    import av.subtitles.stream

    from matching.media import notes, sandbox  # noqa: F401
    from matching.media.film import choice, container, fields, frames, pictures, proxying, survey, wire  # noqa: F401
    from matching.media.sound import decoding  # noqa: F401
    from matching.media.sound import survey as hearing  # noqa: F401

    if drawn:
        from matching.media import child as pictures_child
        from matching.media.drawn import job  # noqa: F401

        pictures_child.load_readers()
    gc.freeze()
    gc.set_threshold(50, 2, 2)  # frames are large, and lie in circles of few objects
    av.logging.set_level(None)  # threads of decoders that speak while Python waits for them never end


def main(job: dict[str, Any]) -> None:
    from matching.media.film import wire
    from matching.media.film.container import FilmRefused
    from matching.media.sandbox import confine

    shelf = memoryview(mmap.mmap(job["shelf"], wire.shelf(job["largest"])))
    os.close(job["shelf"])
    walls = confine(memory=job["memory"], output=0, seconds=job["seconds"], descriptors=3)
    if not walls["no_network"]:
        _say(wire.REFUSED, json.dumps({"reason": "decoder.not-isolated", "params": {}}).encode())
        return
    try:
        with open(0, "rb", closefd=False, buffering=0) as file:
            jobs = _DRAWN if job["drawn"] else _JOBS
            for kind, *parts in jobs[job["do"]](file, {**job, "laid": shelf}):
                _say(kind, *parts)
    except FilmRefused as refused:
        reason, params = refused.args
        _say(wire.REFUSED, json.dumps({"reason": reason, "params": params}).encode())
    else:
        _say(wire.END)


def _survey(file: BinaryIO, job: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    from matching.media.film import survey, wire

    yield wire.SURVEY, json.dumps(survey.survey(file, job["form"], job["pixels"], job["side"])).encode()


def _attached(file: BinaryIO, job: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    from matching.media.film import container, wire
    from matching.media.sound.opening import opened

    yield wire.ATTACHED, container.attached(opened(file, job["form"]), job["index"])


def _noted(file: BinaryIO, job: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    """Each picture that can be decoded from the file's notes, as a bitmap."""
    from matching.media import notes, previews
    from matching.media.contents import TooMany
    from matching.media.film import survey, wire
    from matching.media.film.container import FilmRefused
    from matching.media.sound import survey as hearing

    try:
        lying = (hearing if job.get("sounds") else survey).noted(file, job["form"])
        for picture in previews.found(notes.everything(lying)):
            picture.save(bitmap := BytesIO(), "BMP")
            yield wire.ATTACHED, bitmap.getvalue()
    except TooMany:
        raise FilmRefused("film.more-than-a-film", {"bytes": 0}) from None


def _proxy(file: BinaryIO, job: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    from matching.media.film import container, fields, frames, pictures, proxying, wire
    from matching.media.sound.decoding import heard

    opened = container.opened(file, job["form"])
    film = opened.streams[job["index"]]
    clock = container.FilmClock(film.time_base, Fraction(*job["origin"]), in_order=job["in_order"])
    wide = container.aspect(film)
    decoded = fields.progressive(frames.decoded(opened, film, clock, 0.0, job["end"], job["pixels"]), clock)
    shown = ((at, pictures.picture(frame, wide, job["ground"])) for at, _, frame in frames.timed(decoded, job["end"]))
    sound = heard(file, job) if job["tracks"] else None
    for part in proxying.webm(shown, sound, tuple(job["size"]), Fraction(*job["rate"])):
        yield wire.ATTACHED, part


def _sounds(file: BinaryIO, job: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    from matching.media.film import wire
    from matching.media.sound import survey

    yield wire.SURVEY, json.dumps(survey.survey(file, job["form"])).encode()


def _hear(file: BinaryIO, job: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    from matching.media.film import wire
    from matching.media.sound.decoding import heard

    for block in heard(file, job):
        yield wire.SOUND, block


def _frames(file: BinaryIO, job: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    from matching.media.film import choice, container, fields, frames, pictures

    opened = container.opened(file, job["form"])
    film = opened.streams[job["index"]]
    start, end = job["from"], job["end"]
    clock = container.FilmClock(film.time_base, Fraction(*job["origin"]), in_order=job["in_order"])
    wide = container.aspect(film)
    shown = fields.progressive(frames.decoded(opened, film, clock, start, end, job["pixels"]), clock)
    timed = (
        choice.TimedFrame(at, until, pictures.small(frame), frame) for at, until, frame in frames.timed(shown, end)
    )
    chosen = enumerate(choice.chosen(timed, [bytes.fromhex(key) for key in job["keys"]]), start=job["first"])
    looked = (
        (number, look, one, pictures.picture(one.frame, wide, job["ground"]) if look else None)
        for number, (look, one) in chosen
    )
    yield from _told(looked, job)


def _stills(file: BinaryIO, job: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    """The frame at each of these times, as the film is shown."""
    from matching.media.film import choice, container, fields, frames, pictures

    def found() -> Iterator[tuple[int, int, Any, Any]]:
        for number, start in enumerate(job["times"]):
            opened = container.opened(file, job["form"])
            film = opened.streams[job["index"]]
            clock = container.FilmClock(film.time_base, Fraction(*job["origin"]), in_order=job["in_order"])
            decoded = frames.decoded(opened, film, clock, start, job["end"], job["pixels"])
            for at, frame in fields.progressive(decoded, clock):
                picture = pictures.picture(frame, container.aspect(film), job["ground"])
                yield number, choice.CLOSELY, choice.TimedFrame(at, at, pictures.small(frame), frame), picture
                break
            file.seek(0)

    yield from _told(found(), job)


def _survey_drawn(file: BinaryIO, job: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    from matching.media.drawn.job import survey
    from matching.media.film import wire

    yield wire.SURVEY, json.dumps(survey(file, job)).encode()


def _frames_drawn(file: BinaryIO, job: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    from matching.media.drawn.job import Showing
    from matching.media.film import wire

    showing = Showing(file, job)
    yield from _told(showing.frames(), job)
    yield wire.WAYS, bytes([min(showing.ways, 255)])


def _told(frames: Iterator[tuple[int, int, Any, Any]], job: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    """frames: the number of each, how it is looked at, what is told of it, and its picture where it is looked at."""
    from matching.media.film import choice, wire

    laid = 0
    for number, look, one, picture in frames:
        width = height = 0
        if picture is not None:
            height, width = picture.shape[:2]
            if laid >= wire.PLACES:
                os.read(1, 1)
            _lay(picture, job["laid"], laid % wire.PLACES * job["largest"], job["largest"])
            laid += 1
        yield wire.FRAMES, wire.FRAME.pack(number, one.start, one.end, width, height, look == choice.CLOSELY), one.small


def _lay(picture: Any, shelf: Any, start: int, largest: int) -> None:
    from matching.media.film.container import FilmRefused

    if picture.nbytes > largest:  # its sides are not the first frame's
        raise FilmRefused("film.shape", {})
    shelf[start : start + picture.nbytes] = picture.reshape(-1)


_JOBS = {
    "survey": _survey,
    "attached": _attached,
    "noted": _noted,
    "proxy": _proxy,
    "stills": _stills,
    "frames": _frames,
    "sounds": _sounds,
    "hear": _hear,
}
_DRAWN = {"survey": _survey_drawn, "frames": _frames_drawn}


def _say(kind: bytes, *parts: Any) -> None:
    from matching.media.film import wire

    views = [memoryview(part).cast("B") for part in parts]
    _write(wire.HEAD.pack(kind, sum(map(len, views))), *views)


def _write(*parts: Any) -> None:
    for part in parts:
        rest = memoryview(part)
        while rest:
            rest = rest[os.write(1, rest) :]


if __name__ == "__main__":
    told = json.loads(sys.argv[2])
    prepare(sys.argv[1], drawn=told["drawn"] or told["do"] == "noted")
    main(told)
