"""The HTTP API of the demo archive: requests, responses, and the endpoints of each microservice."""
