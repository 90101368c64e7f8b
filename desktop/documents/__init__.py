"""Plans and letters as neutral documents, and the layout rules they are printed by."""
