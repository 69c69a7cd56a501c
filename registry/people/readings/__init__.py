"""Texts that are read aloud for an enrolment by voice, and who may listen to what was recorded."""
