"""Checking a reading: the source beside what was understood of it."""
