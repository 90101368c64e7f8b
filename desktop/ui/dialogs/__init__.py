"""The few dialogs: destroying, signing, filling in a small form, a crash."""
