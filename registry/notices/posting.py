"""Mail as its operator sees it: what is set, which letters are late or lost and why, and a letter to try it with.

What is set comes from the environment alone: a password that a page could change, a page could give away.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, or_, select

from registry.core.config import Config
from registry.core.database import Database, new_id
from registry.core.errors import NotFound
from registry.core.paging import FIRST, SIZE, ListPage, PageRequest, like, listed
from registry.core.permissions import Identity, Permission, require
from registry.core.texts import say
from registry.notices.letters import GIVEN_UP, REFUSED, WAITING
from registry.ports.post import Letter, LetterRefused, Post, Undelivered
from registry.ports.smtp import PORTS
from registry.records.tables.accounts import Account
from registry.records.tables.entry import OutgoingLetter


@dataclass(frozen=True)
class MailSettings:
    """How letters leave. host: empty where they lie in `folder`. sends: whether what is set can be enough to send at all."""

    host: str
    port: int
    security: str
    user: str
    password: bool
    sender: str
    address: str
    folder: str

    @property
    def sends(self) -> bool:
        return bool(self.host) and "@" in self.sender


@dataclass(frozen=True)
class LateLetter:
    """A letter that could not be handed over yet, or never will be; of what it says, its subject."""

    id: str
    recipient: str
    subject: str
    state: str
    tries: int
    created_at: datetime
    next_try_at: datetime | None
    problem: str | None


@dataclass(frozen=True)
class TriedOut:
    """What became of a letter to try it with. to: the address; problem: what the server said, empty where it took the letter."""

    to: str
    taken: bool
    problem: str = ""


class Posting:
    """post: who takes letters, as for all others."""

    def __init__(self, db: Database, clock: Callable[[], datetime], post: Post, config: Config) -> None:
        self._db = db
        self._clock = clock
        self._post = post
        self._config = config

    def settings(self, who: Identity) -> MailSettings:
        """Raises `Forbidden`."""
        require(who, Permission.INSTANCE_ADMINISTER)
        config = self._config
        return MailSettings(
            host=config.smtp_host,
            port=config.smtp_port or PORTS[config.smtp_security],
            security=config.smtp_security,
            user=config.smtp_user,
            password=bool(config.smtp_password),
            sender=config.smtp_sender,
            address=config.address,
            folder=str(config.outbox),
        )

    def late(self, who: Identity, asked: PageRequest = FIRST, size: int = SIZE) -> ListPage[LateLetter]:
        """Letters that wait or were lost: those that wait first, the oldest first; searched for: the address. Raises `Forbidden`."""
        require(who, Permission.INSTANCE_ADMINISTER)
        row, lost = OutgoingLetter, OutgoingLetter.state.in_((REFUSED, GIVEN_UP))
        order = (case((lost, 1), else_=0), row.created_at, row.id)
        wanted = select(row).where(or_(row.state == WAITING, lost)).order_by(*order)
        if asked.search:
            wanted = wanted.where(row.recipient.ilike(like(asked.search), escape="\\"))
        with self._db.look() as session:
            return listed(session, wanted, asked, size).shown(_shown)

    def try_out(self, who: Identity) -> TriedOut:
        """Hands a letter to the acting account over at once, past all that wait, and says what the server answered. Nothing of it
        is kept. Raises `Forbidden`."""
        require(who, Permission.INSTANCE_ADMINISTER)
        with self._db.look() as session:
            account = session.get(Account, who.account_id)
        if account is None:
            raise NotFound("account", who.account_id)
        letter = Letter(
            id=new_id("M"),
            to=account.email,
            subject=say("letter-trial-subject", account.locale),
            text=say("letter-trial-text", account.locale, address=self._config.address),
        )
        try:
            self._post.hand_over(letter)
        except (LetterRefused, Undelivered) as problem:
            return TriedOut(account.email, taken=False, problem=str(problem))
        return TriedOut(account.email, taken=True)


def _shown(row: OutgoingLetter) -> LateLetter:
    return LateLetter(
        id=row.id,
        recipient=row.recipient,
        subject=say(f"{row.kind}-subject"),
        state=row.state,
        tries=row.tries,
        created_at=row.created_at,
        next_try_at=row.next_try_at,
        problem=row.problem,
    )
