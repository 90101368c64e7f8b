"""Small parts every page is made of: labels, fields, lists, preview."""
