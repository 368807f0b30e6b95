"""ZIP archives as an archive sends them."""
