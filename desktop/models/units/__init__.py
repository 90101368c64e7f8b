"""The tree of units on a day, and who types for whom."""
