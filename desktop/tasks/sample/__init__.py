"""The sample: offices with years of made-up work."""
