"""The blocks of My orders; the table of linked rows is also that of several orders on one page."""
