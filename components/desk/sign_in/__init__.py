"""Sign-ins of the users, and what is kept of them."""
