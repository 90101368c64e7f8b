"""Papers: read, drafted, checked, issued, printed, brought up to date."""
