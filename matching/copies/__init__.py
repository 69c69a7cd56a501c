"""Whether two files show the same frames, whatever was done to one of them since: what is recognised is material, never people."""
