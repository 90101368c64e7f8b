"""The outline on the screen, set like the printed page: reading, choosing and editing it."""
