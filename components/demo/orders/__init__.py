"""Orders of the demo archive: baskets, the apply call, preparation, suborders and expiry."""
