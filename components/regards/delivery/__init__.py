"""Bringing every file of some orders into a folder, verified, or saying why not.

The desk runs this in a worker thread, and the program that users take away is made of these very modules
(`components.regards.program`). So they know the standard library, Python 3.9 and, of this project, only the
`errors`, `records` and `replies` beside them.
"""
