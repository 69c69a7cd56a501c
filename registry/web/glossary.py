"""Terms of art: which a form's field uses, and the order in which the glossary explains them."""

TERMS = (
    "digital-replica",
    "replica-employment",
    "replica-independent",
    "replica-background",
    "synthetic-performer",
    "alteration",
    "treatment",
    "modality",
    "scope",
    "use",
    "exploitation",
    "per-use-approval",
    "countersignature",
    "floor-term",
    "strike",
    "training",
    "day-equivalent",
    "residuals",
    "commissioner",
    "stage",
    "source-type",
    "principles",
    "exemption",
    "territory",
    "declaration",
    "receipt",
    "biometric-release",
)

OF_FIELD = {
    "replica_type": "replica-employment",
    "modalities": "modality",
    "exploitation_after_end": "exploitation",
    "per_use_approval": "per-use-approval",
    "alterations_allowed": "alteration",
    "training": "training",
    "pay_basis": "day-equivalent",
    "residuals": "residuals",
    "strike_behaviour": "strike",
    "territories": "territory",
    "commissioner": "commissioner",
    "treatment": "treatment",
    "alteration": "alteration",
    "exemption": "exemption",
    "source_type": "source-type",
    "principles": "principles",
    "stage": "stage",
    "territory": "territory",
}
"""The last part of a field's name -> the term that it is about."""


def term_of(field: str) -> str | None:
    """The term of art that a field of this name is about; None where its words are those of everybody."""
    return OF_FIELD.get(field.rpartition(".")[2])
