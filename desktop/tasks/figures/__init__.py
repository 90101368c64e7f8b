"""Figures: taken in from files, given out as forms, reported, their targets."""
