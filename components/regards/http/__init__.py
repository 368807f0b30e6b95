"""HTTP to an archive: requests with time-outs, and the meaning of answers."""
