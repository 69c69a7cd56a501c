"""Names in the prompts that a file carries: they count as if the production had declared them, and are judged like those.

Whatever is written like a name is taken for one, whoever bears it or nobody: that a registered performer does must not show. Names
in small letters cannot be told from other words, so they count only of people who are the production's already: of those whose
consent it holds. Of whom it holds nothing, that they are named must not show in the answer, in small letters or in capitals; they and
their unions are told (`tell_named`).
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.origin.findings import Origin
from registry.approvals.established import Established
from registry.checks.deciding.asking import held
from registry.checks.deciding.facts import gather, resolve_names
from registry.core.fields import folded
from registry.notices.service import notify
from registry.productions.declaration import Declaration, Named
from registry.records.performers import IdentityStanding
from registry.records.tables.checks import Check
from registry.records.tables.ledger import Notice

NAMED_IN_PROMPT = "notice-named-in-prompt"
TELL_AGAIN_DAYS = 14

MOST_NAMES = 20
LONGEST_NAME = 4  # words
MOST_WORDS = 6000
AT_ONCE = 500

_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*\.?")
_BETWEEN = re.compile(r"\s+")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PARTICLES = _words("""
    al bin da das de del della den der di dos du el la le van von y zu
""")
_NO_NAMES = _words("""
    a an and the of in on at by with for from to as is are was not no but or very this that his her their its i we
    you he she it portrait photo photograph photography picture image painting drawing illustration render
    rendering film movie still scene shot close up wide angle lens grain bokeh lighting light lights studio
    natural soft hard golden hour blue dark bright cinematic epic dramatic beautiful handsome young old man woman
    boy girl person people male female actor actress hero masterpiece best quality high low ultra super hyper
    photorealistic realistic realism detailed detail details hd uhd hdr raw unreal engine octane blender
    artstation trending concept art digital oil watercolor anime manga style vintage retro modern black white red
    green yellow orange purple pink brown grey gray silver gold city street road house room interior exterior
    forest mountain river lake sea ocean beach sky sunset sunrise morning evening night day winter summer spring
    autumn new york los angeles san francisco london paris berlin tokyo rome united states kingdom america
    american european british north south east west kodak fuji fujifilm canon nikon sony leica arri alexa
    panavision portra negative prompt steps sampler seed model lora euler karras depth field full body upper
    eyes hair smiling standing sitting walking wearing
""")


def with_names_of(
    session: Session, declaration: Declaration, production: str, unit_key: str, origin: Origin | None, at: datetime
) -> Declaration:
    """The declaration with the names that the file's prompts hold beside those that it names itself."""
    if origin is None or not origin.prompts:
        return declaration
    prompts = "\n".join(origin.prompts)
    known = [entry.name for entry in (*declaration.cast, *(declaration.names or ())) if entry.name]
    words = f" {_plain(prompts)} "
    found = [name for name in known if f" {_plain(name)} " in words]
    found += [*_written_as_names(prompts), *_of_own(session, prompts, production, unit_key, at)]
    said = {folded(entry.name) for entry in declaration.names or ()}
    fresh = {folded(name): name for name in found if folded(name) not in said}
    if not fresh:
        return declaration
    names = [*(declaration.names or ()), *(Named(name=name, where="prompt") for name in fresh.values())]
    return declaration.model_copy(update={"names": names})


def _plain(text: str) -> str:
    return " ".join(word.rstrip(".").casefold() for word in _WORD.findall(text))


def _written_as_names(prompts: str) -> Iterable[str]:
    """Two to four words in a row that begin with capitals, small particles among them, and are no usual words of prompts."""
    found: dict[str, str] = {}
    for part in re.split(r"[,;:\n()\[\]{}|<>\"“”]|\.\s", prompts):
        row: list[str] = []
        for word in [*_BETWEEN.split(part.strip()), ""]:
            plain = word.strip("'’.!?*")
            plain = plain[:-2] if plain[-2:] in ("'s", "’s") else plain
            is_name = _WORD.fullmatch(plain) and plain[0].isupper() and plain.casefold() not in _NO_NAMES
            if is_name or (row and plain in _PARTICLES):
                row.append(plain)
            else:
                while row and row[-1] in _PARTICLES:
                    row.pop()
                if 2 <= len(row) <= LONGEST_NAME:
                    found.setdefault(folded(" ".join(row)), " ".join(row))
                row = []
    return list(found.values())[:MOST_NAMES]


def tell_named(session: Session, check: Check, origin: Origin | None, at: datetime) -> None:
    """Tells performers whose name stands in a file's prompts, and their unions, that a production uses it that holds nothing of
    theirs; once in so many days for each production. Nobody is told of a name of one word, which is too often no name."""
    if origin is None or not origin.prompts:
        return
    full = {name: bearer for name, bearer in _bearers(session, "\n".join(origin.prompts)).items() if " " in name}
    if not full:
        return
    facts = gather(session, check.production_id, full.values(), unit_key=check.unit_key, at=at)
    for performer in sorted(facts.performers.keys() - held(facts, Established())):
        registered = facts.performers[performer]
        if registered.standing is not IdentityStanding.VERIFIED or _told(session, performer, check, at):
            continue
        notify(session, NAMED_IN_PROMPT, performer=performer, production_id=check.production_id)
        for union in sorted(registered.unions):
            told = {"performer_id": performer, "production_id": check.production_id}
            notify(session, "notice-member-named-in-prompt", union=union, **told)


def _told(session: Session, performer: str, check: Check, at: datetime) -> bool:
    since = at - timedelta(days=TELL_AGAIN_DAYS)
    of_names = Notice.performer_id == performer, Notice.message == NAMED_IN_PROMPT, Notice.created_at > since
    return any(
        one.params.get("production_id") == check.production_id
        for one in session.scalars(select(Notice).where(*of_names))
    )


def _bearers(session: Session, prompts: str) -> dict[str, str]:
    """Name -> the performer who bears it, however it is written."""
    resolved: dict[str, str] = {}
    grams = list(dict.fromkeys(_grams(_plain(prompts).split()[:MOST_WORDS])))
    for start in range(0, len(grams), AT_ONCE):
        resolved |= resolve_names(session, grams[start : start + AT_ONCE])
    return resolved


def _of_own(session: Session, prompts: str, production: str, unit_key: str, at: datetime) -> list[str]:
    """Names, however they are written, of performers of whom the production holds a consent."""
    resolved = _bearers(session, prompts)
    if not resolved:
        return []
    facts = gather(session, production, resolved.values(), unit_key=unit_key, at=at)
    own = held(facts, Established())
    return [facts.performers[performer].name for performer in dict.fromkeys(resolved.values()) if performer in own]


def _grams(words: list[str]) -> Iterator[str]:
    for length in range(1, LONGEST_NAME + 1):
        for start in range(len(words) - length + 1):
            yield " ".join(words[start : start + length])
