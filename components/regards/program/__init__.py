"""The program that users take away: it gets the files of an order without the desk."""
