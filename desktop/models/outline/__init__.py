"""The items of a plan as rich text: edited, moved, found, compared and spelt."""
