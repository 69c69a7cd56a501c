"""Content Credentials of our own, written on request into a file that was cleared, or beside it."""
