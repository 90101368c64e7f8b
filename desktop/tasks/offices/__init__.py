"""Offices of this computer: founded, opened, backed up, restored, and whose data they hold."""
