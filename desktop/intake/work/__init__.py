"""Tables of work taken into a work programme."""
