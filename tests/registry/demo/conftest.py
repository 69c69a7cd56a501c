"""The pages, for what the demo shows on them."""

from tests.registry.web.conftest import app, origin, visit

__all__ = ["app", "origin", "visit"]
