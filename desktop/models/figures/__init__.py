"""Cells, returns and their states, rules, roll-ups and the board."""
