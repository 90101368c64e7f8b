"""The figures grid: keys and drawing only; what a cell may hold is the source's business."""
