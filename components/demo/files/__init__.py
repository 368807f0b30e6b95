"""The files of the demo archive: their content and their download."""
