"""What stands around every page: the logo, the heading with the account, and the ribbon of a presenter."""
