"""The files of the demo archive: their content, and how they are sent."""
