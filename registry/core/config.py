"""Settings: read once from the environment, documented in docs/operations.md (a test compares the two)."""

import os
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from sqlalchemy import URL


def _number(name: str, default: int, low: int, high: int) -> int:
    text = os.environ.get(name, "").strip()
    if not text:
        return default
    if not text.isdigit() or not low <= int(text) <= high:
        raise ValueError(f"{name}={text!r}: a whole number from {low} to {high} is needed")
    return int(text)


def _networks(name: str) -> tuple[IPv4Network | IPv6Network, ...]:
    parts = [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]
    try:
        return tuple(ip_network(part) for part in parts)
    except ValueError as error:
        raise ValueError(f"{name}: {error}; addresses or networks are needed, separated by commas") from None


def _one_of(name: str, default: str, *others: str) -> str:
    chosen = os.environ.get(name, "").strip() or default
    if chosen not in (default, *others):
        raise ValueError(f"{name}={chosen!r}: one of {', '.join((default, *others))} is needed")
    return chosen


def _address(name: str) -> str:
    text = os.environ.get(name, "").strip().rstrip("/")
    parts = urlsplit(text)
    if text and (parts.scheme not in ("https", "http") or not parts.netloc or parts.query or parts.fragment):
        raise ValueError(f"{name}={text!r}: an address such as https://registry.example is needed")
    return text


def _file(name: str) -> Path | None:
    text = os.environ.get(name, "").strip()
    if not text:
        return None
    try:
        if "BEGIN CERTIFICATE" not in Path(text).read_text(encoding="utf-8"):
            raise ValueError(f"{name}={text!r}: there is no certificate in it (PEM is needed)")
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"{name}={text!r}: it cannot be read ({error})") from None
    return Path(text).resolve()


def _secret(name: str) -> str:
    """From the variable itself, or from the file that NAME_FILE says."""
    file = os.environ.get(f"{name}_FILE", "").strip()
    if not file:
        return os.environ.get(name, "")
    try:
        return Path(file).read_text(encoding="utf-8").rstrip("\r\n")
    except OSError as error:
        raise ValueError(f"{name}_FILE={file!r}: it cannot be read ({error.strerror})") from None


@dataclass(frozen=True)
class Config:
    """Where an instance lives and how it behaves. Every field has one environment variable."""

    home: Path = field(default_factory=lambda: Path(os.environ.get("LIKENESS_HOME") or "instance").resolve())
    database_url: str = field(default_factory=lambda: os.environ.get("LIKENESS_DATABASE_URL", ""))
    port: int = field(default_factory=lambda: _number("LIKENESS_PORT", 8000, 1, 65535))
    receipt_hours: int = field(default_factory=lambda: _number("LIKENESS_RECEIPT_HOURS", 72, 1, 24 * 366))
    upload_megabytes: int = field(default_factory=lambda: _number("LIKENESS_UPLOAD_MEGABYTES", 200, 1, 100_000))
    file_days: int = field(default_factory=lambda: _number("LIKENESS_FILE_DAYS", 7, 0, 14))
    lease_seconds: int = field(default_factory=lambda: _number("LIKENESS_LEASE_SECONDS", 30, 2, 3600))
    check_seconds: int = field(default_factory=lambda: _number("LIKENESS_CHECK_SECONDS", 300, 5, 86_400))
    trust_list: Path | None = field(default_factory=lambda: _file("LIKENESS_TRUST_LIST"))  # None: the release's
    workers: int = field(default_factory=lambda: _number("LIKENESS_WORKERS", 0, 0, 256))  # 0: as many as fit
    queued_checks: int = field(default_factory=lambda: _number("LIKENESS_QUEUED_CHECKS", 100, 1, 100_000))
    free_megabytes: int = field(default_factory=lambda: _number("LIKENESS_FREE_MEGABYTES", 500, 0, 10_000_000))
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = field(
        default_factory=lambda: _networks("LIKENESS_TRUSTED_PROXIES")
    )
    throttle_storage: str = field(default_factory=lambda: os.environ.get("LIKENESS_THROTTLE_STORAGE") or "memory://")
    session_idle_minutes: int = field(
        default_factory=lambda: _number("LIKENESS_SESSION_IDLE_MINUTES", 120, 1, 60 * 24 * 7)
    )
    session_hours: int = field(default_factory=lambda: _number("LIKENESS_SESSION_HOURS", 12, 1, 24 * 30))
    origin: str = field(default_factory=lambda: os.environ.get("LIKENESS_ORIGIN", "").strip())
    sign_origin: str = field(default_factory=lambda: os.environ.get("LIKENESS_SIGN_ORIGIN", "").strip())
    objection_days: int = field(default_factory=lambda: _number("LIKENESS_OBJECTION_DAYS", 14, 1, 366))
    base_url: str = field(
        default_factory=lambda: _address("LIKENESS_BASE_URL")
    )  # empty: LIKENESS_ORIGIN, or else localhost
    invitation_days: int = field(default_factory=lambda: _number("LIKENESS_INVITATION_DAYS", 14, 1, 90))
    registration: bool = field(default_factory=lambda: _one_of("LIKENESS_REGISTRATION", "closed", "open") == "open")
    second_factor: str = field(default_factory=lambda: _one_of("LIKENESS_SECOND_FACTOR", "asked", "required"))
    smtp_host: str = field(default_factory=lambda: os.environ.get("LIKENESS_SMTP_HOST", "").strip())
    smtp_port: int = field(default_factory=lambda: _number("LIKENESS_SMTP_PORT", 0, 0, 65535))  # 0: the usual one
    smtp_security: str = field(default_factory=lambda: _one_of("LIKENESS_SMTP_SECURITY", "starttls", "tls", "none"))
    smtp_user: str = field(default_factory=lambda: os.environ.get("LIKENESS_SMTP_USER", ""))
    smtp_password: str = field(default_factory=lambda: _secret("LIKENESS_SMTP_PASSWORD"), repr=False)
    smtp_sender: str = field(default_factory=lambda: os.environ.get("LIKENESS_SMTP_SENDER", "").strip())
    credential_chain: str = field(default_factory=lambda: os.environ.get("LIKENESS_CREDENTIAL_CHAIN", "").strip())
    credential_key: str = field(
        default_factory=lambda: os.environ.get("LIKENESS_CREDENTIAL_KEY", "").strip(), repr=False
    )

    @property
    def address(self) -> str:
        """What every link in a letter begins with, without a slash at its end. Never what a request says."""
        return self.base_url or self.origin or f"http://localhost:{self.port}"

    @property
    def upload_bytes(self) -> int:
        """The largest file that is taken, in bytes."""
        return self.upload_megabytes * 1_000_000

    @property
    def database(self) -> Path:
        """The SQLite file inside the instance; unused where LIKENESS_DATABASE_URL names another database."""
        return self.home / "registry.sqlite"

    @property
    def url(self) -> "URL":
        """The database's address: SQLite inside the instance unless LIKENESS_DATABASE_URL names another."""
        from sqlalchemy import make_url

        from registry.core.database import sqlite_url  # here: `likeness verify` starts without a database's library

        return make_url(self.database_url) if self.database_url else sqlite_url(self.database)

    @property
    def keystore(self) -> Path:
        """Folder of the performers' template keys: apart from the database, never in its backups."""
        return self.home / "keystore"

    @property
    def signing_key(self) -> Path:
        """The instance's own Ed25519 key file; it signs receipts."""
        return self.home / "instance-key.json"

    @property
    def ledger_head(self) -> Path:
        """The latest signed head of the ledger, outside the database that it is about."""
        return self.home / "ledger-head.json"

    @property
    def noticed(self) -> Path:
        """What was found altered behind the ledger's back, until somebody has looked; mostly there is no such file."""
        return self.home / "altered.jsonl"

    @property
    def last_backup(self) -> Path:
        """What is remembered of the last copy that was made of the database."""
        return self.home / "last-backup.json"

    @property
    def demo(self) -> Path:
        """Stands in an instance of the demo alone: what its people may try."""
        return self.home / "demo-story.json"

    @property
    def secret_key(self) -> Path:
        """File of the secret that protects browser sessions."""
        return self.home / "session-secret"

    @property
    def uploads(self) -> Path:
        """Files under examination; each is deleted with its decision, or once nobody has to look at it any more."""
        return self.home / "uploads"

    @property
    def incoming(self) -> Path:
        """What is being sent, while it arrives: emptied at each start, never anywhere else on the machine."""
        return self.home / "incoming"

    @property
    def outbox(self) -> Path:
        """Letters that a mail server takes from here, where no server is named that takes them over SMTP."""
        return self.home / "outbox"

    @property
    def reports(self) -> Path:
        """The error reports that were measured last: figures, and nothing of anybody."""
        return self.home / "reports"
