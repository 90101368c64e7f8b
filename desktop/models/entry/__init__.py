"""The sheet where a month is typed: its rows, columns, words and what is pasted."""
