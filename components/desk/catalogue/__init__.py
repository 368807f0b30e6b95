"""What a signed-in user asks the catalogue: checks, the attributes of the project, the field of identifiers."""
