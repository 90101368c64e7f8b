"""Helps while a plan is written: remarks, abbreviations, the wording of standing parts."""
