"""How many examples a property is tried with: fewer in `make test`, all of them in `make trials`."""

from hypothesis import settings

FULL = "trials"
"""The name of the profile of `make trials`."""
SHARE = 4
"""A property is tried with one example in so many, where it is not the full run."""
LEAST = 20


def register() -> None:
    settings.register_profile(FULL, deadline=None, print_blob=True)
    settings.register_profile("reduced", max_examples=examples(100), deadline=None)


def examples(full: int) -> int:
    """For `settings(max_examples=...)`: `full` in the trials, else a share of it, but no fewer than `LEAST`."""
    if settings.get_current_profile_name() == FULL:
        return full
    return min(full, max(LEAST, full // SHARE))
