"""Settings: read once from the environment, documented in docs/operations.md (a test compares the two)."""

import os
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import TYPE_CHECKING

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
    objection_days: int = field(default_factory=lambda: _number("LIKENESS_OBJECTION_DAYS", 14, 1, 366))

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
        """Letters that a mail server takes from here; each says only that there is something to read."""
        return self.home / "outbox"

    @property
    def reports(self) -> Path:
        """The error reports that were measured last: figures, and nothing of anybody."""
        return self.home / "reports"
