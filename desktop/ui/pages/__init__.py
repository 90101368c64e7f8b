"""One module per page; `desktop.ui.page` lists them, the shell builds them when opened."""
