"""The ways into an archive: with a password, through an identity provider, with a token or with a key (contract B)."""
