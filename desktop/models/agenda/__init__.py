"""What concerns an office today: tasks, targets followed, news."""
