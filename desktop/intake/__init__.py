"""Reading documents and tables that others made."""
