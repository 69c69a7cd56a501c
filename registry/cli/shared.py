"""What the command that checks and its examiner would otherwise each load for themselves: both can recognise people, know accounts,
and ask tables for each other."""

from sqlalchemy.orm import configure_mappers

import matching.installed  # noqa: F401
import registry.reviews.queue  # noqa: F401

configure_mappers()
