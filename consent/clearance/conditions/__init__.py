"""The named conditions, one module a subject. Data files call them by name."""

from importlib import import_module

MODULES = (
    "gates",
    "scope",
    "term",
    "form",
    "signers",
    "prohibitions",
    "allowances",
    "people",
    "contradictions",
    "commissioner",
    "union",
    "strikes",
    "synthetics",
    "crafts",
    "law",
    "disclosures",
    "biometrics",
)


def load() -> None:
    """Registers every condition."""
    for module in MODULES:
        import_module(f"{__name__}.{module}")
