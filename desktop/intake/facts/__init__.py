"""What a document's sentences say: targets, tasks, deadlines, cited papers."""
