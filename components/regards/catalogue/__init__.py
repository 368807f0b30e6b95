"""The catalogue of an archive: its attributes, searches, and what an order would find in it."""
