"""The program tries itself: every feature once, and a month's whole story."""
