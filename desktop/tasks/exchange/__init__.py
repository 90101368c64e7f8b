"""Bundles sent and received."""
