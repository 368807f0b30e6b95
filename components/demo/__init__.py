"""A demo archive: an imitation of REGARDS to try, demonstrate and test with, which shares no code with the client."""
