"""Settings that all property tests of this room share."""

from hypothesis import HealthCheck, settings

# How long an example takes says nothing about a promise, and machines are shared.
settings.register_profile("promises", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("promises")
