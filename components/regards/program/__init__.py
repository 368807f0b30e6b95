"""The program that users take away: it downloads the files of orders without the desk."""
