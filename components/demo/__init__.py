"""A REGARDS look-alike to try, demonstrate and test with. It shares no code with the client."""
