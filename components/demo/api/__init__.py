"""The HTTP side of the demo archive: requests, answers, and the endpoints of each microservice."""
