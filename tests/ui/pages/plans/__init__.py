"""The plans page through the real window."""
