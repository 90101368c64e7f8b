"""Figures of many units as one: totals, what they are made of, and how they compare."""
