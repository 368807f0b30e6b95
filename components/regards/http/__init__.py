"""HTTP to an archive: calls with time-outs, and what the answers mean."""
