"""Orders that were made: what the archive says of them, what was asked of it, and their deliveries."""
