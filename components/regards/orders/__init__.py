"""Orders at the archive: records, statuses, files, actions."""
