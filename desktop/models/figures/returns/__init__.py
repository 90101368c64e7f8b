"""The returns of a period: sent, seen, turned back, and how good they are."""
