"""The outline on the screen, key by key."""
