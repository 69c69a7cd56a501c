"""Material that was cleared because it is temporary, and what it is when it appears in a final."""

from consent.verdicts import ALLOWED
from registry.productions.contradictions import IN_USE
from registry.productions.declaration import read_declaration
from registry.records.tables.checks import Check


def is_temporary(check: Check) -> bool:
    """Whether a check let its file be used, and its production said that it is temporary and in no final."""
    if check.verdict not in ALLOWED or check.state not in ("decided", "stale"):
        return False
    declared = read_declaration(check.declaration)
    said = declared.principles is not None and declared.principles.temporary_only == "yes"
    return said and declared.asset.stage not in IN_USE
