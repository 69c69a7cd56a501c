"""waitress 3: what `registry.front` builds on."""
