"""How fast the program is, each thing beside the bare library doing the same."""
