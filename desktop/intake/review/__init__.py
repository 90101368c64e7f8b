"""A reading being checked by a person: corrected step by step, nothing of the text lost."""
