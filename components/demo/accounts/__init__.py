"""The accounts of the demo archive, with tokens and quotas."""
