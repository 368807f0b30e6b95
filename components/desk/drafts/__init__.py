"""The drafts of users: each browser tab has its own, which survives a refresh and a restart."""
