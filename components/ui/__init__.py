"""Building blocks of the pages: data in, value out. `session` alone owns the state."""
