"""Every table, so that whoever needs the whole schema (migrations, tests) imports one module."""

from registry.accounts import models as accounts
from registry.approvals import models as approvals
from registry.audit import models as audit
from registry.checks import models as checks
from registry.consents import models as consents
from registry.database import Base
from registry.disputes import models as disputes
from registry.lives import models as lives
from registry.performers import models as performers
from registry.productions import models as productions
from registry.reviews import models as reviews
from registry.unions import models as unions

__all__ = [
    "Base",
    "accounts",
    "approvals",
    "audit",
    "checks",
    "consents",
    "disputes",
    "lives",
    "performers",
    "productions",
    "reviews",
    "unions",
]
