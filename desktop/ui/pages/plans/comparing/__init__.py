"""A plan beside another paper: the upper one, a new version of it, another year or state."""
