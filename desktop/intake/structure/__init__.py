"""The shape of a document: letterhead, items and their levels, ending."""
