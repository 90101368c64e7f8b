"""Figures out of other people's sheets: from any messy workbook to values with reasons."""
