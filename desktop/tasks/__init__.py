"""Whole pieces of work, one file each: what a page or a headless verb asks for in one call."""
