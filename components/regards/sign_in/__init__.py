"""How a user signs in to an archive, and stays signed in."""
