"""The list of plans and what stands beside it."""
