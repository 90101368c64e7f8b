"""Which rows of a table hold figures, whose they are, and what speaks against one."""
