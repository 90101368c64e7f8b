"""What the page can do with the plan in the editor, as actions."""
