"""The named conditions, one module a subject. Data files call them by name."""

from importlib import import_module

MODULES = (
    "gates",
    "scope",
    "term",
    "form",
    "prohibitions",
    "allowances",
    "people",
    "commissioner",
    "union",
    "crafts",
    "law",
    "biometrics",
)


def load() -> None:
    """Registers every condition."""
    for module in MODULES:
        import_module(f"{__name__}.{module}")
