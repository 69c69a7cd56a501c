"""Sound: files that can only be heard, and what films let hear."""
