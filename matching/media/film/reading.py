"""Reading a film: its pieces, and the frames of each while a child decodes them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from matching.findings import Picture
from matching.media import picture
from matching.media.film import wire
from matching.media.film.facts import FilmFacts, FilmInFile
from matching.media.film.kinds import DRAWN
from matching.media.film.process import DecodingChild, limits
from matching.media.film.source import Source
from matching.media.medium import Frame, Piece, Stretch
from matching.media.sound.hearing import deaf, silent, sound_of
from matching.reasons import Undecidable
from matching.shots import SECTION

GROUNDS = ("white", "black", "")
"""Over which a film is shown that may be transparent; last, with its transparency ignored: somebody may show in one of them alone."""

_A_SECOND = 20  # seconds of patience for one of the film
_ROUNDING = 1e-6  # seconds
_ATTACHED = 50_000_000  # bytes of an attached picture
_HEAD = wire.FRAME.size
_SMALL = wire.SMALL[0] * wire.SMALL[1]


@dataclass(frozen=True)
class FilmReading:
    """seconds: until the next frame. pixels: of a frame at most."""

    source: Source
    facts: FilmFacts
    seconds: int
    pixels: int

    def pieces(self, stretch: Stretch | None) -> Iterator[Piece]:
        """One for each film in the file, over each ground; then one of all sound; then one for each attached picture and each in
        the notes, which last no time."""
        if self.facts.form in DRAWN:
            yield from self._drawn(stretch)
            return
        index = 0
        start = 0.0 if stretch is None else stretch.start
        for film in self.facts.films:
            if start >= film.end:  # here it only sounds
                continue
            span = (film.start, film.end) if stretch is None else (stretch.start, min(stretch.end, film.end))
            reach = None if stretch is None else film.end
            for ground in GROUNDS if film.alpha else ("",):
                yield Piece(index, *span, frames=self._frames(film, ground, *span), reach=reach)
                index += 1
        if self.facts.sounds:
            yield self._sounding(index, stretch)
            index += 1
        for cover in self.facts.covers if start == 0 else ():
            yield Piece(index, views=self._attached(cover))
            index += 1
        for views in self._noted() if self.facts.noted and start == 0 else ():
            yield Piece(index, views=views)
            index += 1

    def _sounding(self, index: int, stretch: Stretch | None) -> Piece:
        """All sound of the span: of a whole film, from its beginning until the last that is seen or heard."""
        facts = self.facts
        start, end = (0.0, facts.end) if stretch is None else (stretch.start, stretch.end)
        if facts.deaf is not None:
            sound = deaf(facts.deaf)
        elif facts.tracks:
            sound = sound_of(self.source, facts.form, facts.tracks, facts.heard_from, start, end, self.seconds)
        else:  # tracks without anything in them
            sound = silent(start, end)
        return Piece(index, start, end, sound=sound, continues=start > 0)

    def _drawn(self, stretch: Stretch | None) -> Iterator[Piece]:
        """One for each way in which frames can be seen; how many there are is known when the first was read."""
        film, ways = self.facts.films[0], list[int]()
        span = (film.start, film.end) if stretch is None else (stretch.start, stretch.end)
        reach = None if stretch is None else film.end
        yield Piece(0, *span, frames=self._frames(film, "", *span, 0, ways), reach=reach)
        if not ways:  # whoever did not read it would not hear of the others
            raise Undecidable("decoder.failed", name=self.source.name)
        for way in range(1, ways[0]):
            yield Piece(way, *span, frames=self._frames(film, "", *span, way, ways), reach=reach)

    def _frames(
        self, film: FilmInFile, ground: str, start: float, end: float, way: int = 0, ways: list[int] | None = None
    ) -> Iterator[Frame]:
        """From a while before `start`, so that whoever reads them knows by then what goes on, and on to the end of the film. way: of a
        film that is drawn, which of the ways in which it can be seen; in how many, `ways` holds at the end. Raises Undecidable where
        they do not follow each other."""
        begins = dict(zip(self.facts.cuts, zip(self.facts.begins, self.facts.before, strict=True), strict=True))
        begin, before = begins.get(start, (start, 0))
        job = {
            "do": "frames",
            "index": film.index,
            "in_order": film.in_order,
            "keys": film.keys or (self.source.sha256,),
            "ground": ground,
            "from": begin,
            "end": film.end,
            "first": before,
            "way": way,
        }
        waits = self.seconds + _A_SECOND * (min(end + SECTION, film.end) - begin)
        reached = looked = begin
        with self._child(job, wire.LONGEST, waits, film.width * film.height * 3) as child:
            for frame in self._told(child, ways):
                if not abs(frame.start - reached) <= _ROUNDING or not frame.start <= frame.end <= film.end:
                    raise Undecidable("decoder.failed", name=self.source.name)
                reached = frame.end
                if frame.picture is not None:
                    looked = frame.end
                yield frame
        if reached < film.end or looked < film.end:
            raise Undecidable("decoder.failed", name=self.source.name)

    def stills(self, times: Sequence[float]) -> list[Picture]:
        """The frame of the first film at each of these times, in seconds: the first that begins no earlier. Raises
        `Undecidable`."""
        film = self.facts.films[0]
        job = {
            "do": "stills",
            "index": film.index,
            "in_order": film.in_order,
            "ground": "white" if film.alpha else "",
            "end": film.end,
            "times": list(times),
        }
        with self._child(job, wire.LONGEST, self.seconds * len(times), film.width * film.height * 3) as child:
            found = [frame.picture for frame in self._told(child, None) if frame.picture is not None]
        if len(found) != len(times):
            raise Undecidable("decoder.failed", name=self.source.name)
        return found

    def _told(self, child: DecodingChild, ways: list[int] | None) -> Iterator[Frame]:
        for kind, content in child.records():
            if kind == wire.WAYS and ways is not None and len(content) == 1:
                ways.append(int(content[0]))
                continue
            if kind != wire.FRAMES or len(content) != _HEAD + _SMALL:
                raise Undecidable("decoder.failed", name=self.source.name)
            number, start, end, width, height, closely = wire.FRAME.unpack(content[:_HEAD].data)
            picture = child.picture(width, height) if width and height else None
            yield Frame(number, start, end, content[_HEAD:].reshape(wire.SMALL), picture, bool(closely))

    def _attached(self, index: int) -> tuple[Picture, ...]:
        """Everything that somebody may see of an attached picture."""
        with self._child({"do": "attached", "index": index}, _ATTACHED, self.seconds) as child:
            content = b"".join(part.tobytes() for kind, part in child.records() if kind == wire.ATTACHED)
        return picture.decode_bytes(content, self.source.name, seconds=self.seconds).views

    def _noted(self) -> Iterator[tuple[Picture, ...]]:
        """The same of each picture in the file's notes: what folders show, and credentials."""
        with self._child({"do": "noted"}, _ATTACHED, _A_SECOND * self.facts.end + self.seconds) as child:
            for kind, content in child.records():
                if kind == wire.ATTACHED:
                    yield picture.decode_bytes(content.tobytes(), self.source.name, seconds=self.seconds).views

    @contextmanager
    def _child(self, job: dict[str, Any], longest: int, waits: float, largest: int = 0) -> Iterator[DecodingChild]:
        form = self.facts.form
        job = {**job, "form": form, "drawn": form in DRAWN, "origin": self.facts.origin, **limits(self.pixels, waits)}
        with (
            self.source.descriptor() as descriptor,
            DecodingChild(
                descriptor, job, self.source.name, wait=self.seconds, waits=waits, longest=longest, largest=largest
            ) as child,
        ):
            yield child
