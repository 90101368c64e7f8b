"""Changing the register of units: founding, renaming, moving, pasting a list."""
