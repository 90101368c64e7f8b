"""The targets of a year: the office's own and those of the units below."""
