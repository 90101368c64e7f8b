"""Lists of one unit's figures, with an indicator in each row."""
