"""What is still missing, and the page on which each step is taken."""

from typing import Any

from flask import Blueprint, render_template, url_for

from registry.core.permissions import Permission
from registry.people.entry.beginning import FirstStep
from registry.web.door import desk, requires, who

pages = Blueprint("beginning", __name__)

WHERE = {
    "factor": ("entry.set_up", ""),
    "union": ("accounts.administration", ""),
    "agreement": ("accounts.administration", ""),
    "representative": ("invitations.of_union", "union_id"),
    "key": ("unions.keys", "union_id"),
    "member": ("invitations.of_union", "union_id"),
    "identity": ("unions.members", "union_id"),
    "production": ("accounts.administration", ""),
    "release": ("performers.release", "performer_id"),
    "likeness": ("performers.enrolment", "performer_id"),
    "passkey": ("performers.keys", "performer_id"),
    "contact": ("invitations.of_production", "production_id"),
    "check": ("productions.show", "production_id"),
}
"""FirstStep -> the page on which it is taken, and what its address calls that which it is about."""
AT = {"union": "new-union", "agreement": "assign", "production": "new-account"}
"""FirstStep -> its place on that page."""


def way(step: FirstStep) -> str:
    """The address of the page on which a step is taken."""
    endpoint, name = WHERE[step.key]
    about: dict[str, Any] = {name: step.of} if name else {}
    return url_for(endpoint, _anchor=AT.get(step.key), **about)


@pages.get("/first-steps")
@requires(Permission.SIGNED_IN)
def index() -> str:
    return render_template("beginning/index.html", steps=desk().beginning.steps(who()), way=way)
