"""The work programme of a plan: its table, its rows, and tables taken in."""
