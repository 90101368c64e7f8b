"""What the words and numbers of a cell mean, wherever it stands."""
