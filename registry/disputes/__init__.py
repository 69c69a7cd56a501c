"""Disputes about a face: who decides them, how long anybody may object, and what is carried out then."""
