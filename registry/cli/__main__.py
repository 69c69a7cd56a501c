"""`python -m registry.cli` is `likeness`."""

from registry.cli import main

main()
