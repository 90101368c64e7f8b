"""The ops of an office: kept, folded into registers, undone, backed up, examined."""
