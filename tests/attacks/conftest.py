"""What is attacked: the instance, the people and the workers of the registry's own tests."""

from tests.registry.checks.conftest import crew, hand, sends, shows, studio  # noqa: F401
from tests.registry.conftest import (  # noqa: F401
    clock,
    desk,
    fake_matching,
    fast_hasher,
    keep_pictures,
    make_verified,
    people,
    verified_alice,
    verified_bob,
)
