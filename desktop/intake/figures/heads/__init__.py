"""Which column of a table holds what, by its head and by what stands under it."""
