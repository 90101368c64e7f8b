"""Which unit of the register a name in somebody's sheet stands for."""
