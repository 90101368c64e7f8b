"""The list of members by name: off by default, sealed in a file of its own, never sent."""
