"""The error page for unions and administrators."""

from flask import Blueprint, render_template

from registry.core.permissions import Permission
from registry.reports.figures import figures
from registry.web.door import desk, requires, who
from registry.web.pages import t

pages = Blueprint("reports", __name__)


@pages.get("/errors")
@requires(Permission.ERROR_READ)
def errors() -> str:
    kept = [(report, figures(report["measured"], t)) for report in desk().error_reports.kept(who())]
    return render_template("reports/errors.html", lives=desk().error_reports.live_of_all(who()), kept=kept)
