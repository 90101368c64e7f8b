"""The program without a window: one declared verb per piece of work."""
