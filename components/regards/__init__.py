"""The client of a REGARDS archive: the only package that calls one."""
