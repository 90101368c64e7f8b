"""Plans from draft to issue, their targets, work programme and notes."""
