"""The accounts of the demo archive: who may sign in, tokens and quotas."""
