"""Activities as they are logged, by fields or in one line."""
