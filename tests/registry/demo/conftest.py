"""The pages, for what the demo shows on them."""

from tests.registry.web.conftest import app, visit

__all__ = ["app", "visit"]
