"""A paper's life: for comment, issued, withdrawn, and the register of papers out."""
