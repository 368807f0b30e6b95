"""One module a revision; `upgrading` says what it may do."""
