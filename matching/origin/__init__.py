"""What a file says about its own origin: Content Credentials, IPTC and XMP, and what generators leave in their files."""
