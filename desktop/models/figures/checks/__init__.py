"""What is doubtful in a form's figures, by the pack's rules, and how it may be mended."""
