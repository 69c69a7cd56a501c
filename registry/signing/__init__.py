"""Signing with a passkey: what waits to be signed at the signing host, and what comes of the answer."""
