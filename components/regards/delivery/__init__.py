"""The delivery of orders: every file is downloaded into a folder and verified, or the reason is recorded.

The desk runs a delivery in a worker thread. The program that users take away (`components.regards.program`) holds the
same modules. So they use only the standard library of Python 3.9, and modules of `components.regards` that do so too.
"""
