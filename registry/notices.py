"""`tell`: put a notice for a performer, a union or a production into the transaction of what they are told."""

from typing import Any

from sqlalchemy.orm import Session

from registry.audit.models import Notice
from registry.database import new_id, now


def tell(
    session: Session,
    message: str,
    *,
    performer: str | None = None,
    union: str | None = None,
    production: str | None = None,
    **params: Any,
) -> Notice:
    """Adds one notice: `message` is an id of registry/texts, `params` its values (plain JSON, never biometrics)."""
    notice = Notice(
        id=new_id("N"),
        performer_id=performer,
        union_id=union,
        production_id=production,
        message=message,
        params=params,
        created_at=now(),
    )
    session.add(notice)
    return notice
