"""The way of a paper received, from a file or pasted text to its review."""
