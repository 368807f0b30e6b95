"""The routes and the middleware of the desk's server. Starlette only."""
