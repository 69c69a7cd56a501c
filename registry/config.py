"""Settings: read once from the environment, documented in the README (a test compares the two)."""

import os
from dataclasses import dataclass, field
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


def _number(name: str, default: int, low: int, high: int) -> int:
    text = os.environ.get(name, "").strip()
    if not text:
        return default
    if not text.isdigit() or not low <= int(text) <= high:
        raise ValueError(f"{name}={text!r}: a whole number from {low} to {high} is needed")
    return int(text)


@dataclass(frozen=True)
class Config:
    """Where an instance lives and how it behaves. Every field has one environment variable."""

    home: Path = field(default_factory=lambda: Path(os.environ.get("LIKENESS_HOME") or "instance").resolve())
    database_url: str = field(default_factory=lambda: os.environ.get("LIKENESS_DATABASE_URL", ""))
    port: int = field(default_factory=lambda: _number("LIKENESS_PORT", 8000, 1, 65535))
    receipt_hours: int = field(default_factory=lambda: _number("LIKENESS_RECEIPT_HOURS", 72, 1, 24 * 366))
    upload_megabytes: int = field(default_factory=lambda: _number("LIKENESS_UPLOAD_MEGABYTES", 200, 1, 100_000))
    lease_seconds: int = field(default_factory=lambda: _number("LIKENESS_LEASE_SECONDS", 30, 2, 3600))
    check_seconds: int = field(default_factory=lambda: _number("LIKENESS_CHECK_SECONDS", 600, 5, 86_400))

    @property
    def url(self) -> str:
        """The database's address: SQLite inside the instance unless LIKENESS_DATABASE_URL names another."""
        return self.database_url or f"sqlite:///{self.home / 'registry.sqlite'}"

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
        """Files under examination; each is deleted with its decision."""
        return self.home / "uploads"

    @property
    def reports(self) -> Path:
        """The error reports that were measured last: figures, no faces."""
        return self.home / "reports"

    @property
    def queue(self) -> Path:
        """The job queue's own SQLite file. The jobs' truth is in the database, not here."""
        return self.home / "queue.sqlite"
