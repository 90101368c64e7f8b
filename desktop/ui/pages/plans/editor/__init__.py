"""The editor of one plan and its parts."""
