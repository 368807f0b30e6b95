"""Building blocks of the pages: data in, value out."""
