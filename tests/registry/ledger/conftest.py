"""The studio of the checks."""

from tests.registry.checks.conftest import shows, studio  # noqa: F401 - fixtures
