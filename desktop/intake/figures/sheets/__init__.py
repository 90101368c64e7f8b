"""Files of any kind as grids of cells: workbooks, text tables, web pages, whatever they hold."""
