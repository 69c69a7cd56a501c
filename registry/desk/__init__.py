"""The front desk: one object that holds an instance's services, wired together once, a module for each group of features.

The web application, the worker and the command line each hold exactly one `Desk`. Services import what they need when they
are first asked for, so that a command that only lists accounts does not load the matchers.
"""

from registry.desk.reviews import Desk

__all__ = ["Desk"]
