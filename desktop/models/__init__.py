"""What the office knows, and the file it is kept in."""
