"""A client of the API for Python programs (docs/api.md). It knows nothing else of plantigrade."""

from plantigrade.client.client import Client
from plantigrade.client.errors import ApiError, Fault
from plantigrade.client.shapes import Person, Token

__all__ = ["ApiError", "Client", "Fault", "Person", "Token"]
