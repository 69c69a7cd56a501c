"""The state of an instance, computed at one place: the command line and the operator's page show it."""
