"""How often one visitor may ask for what costs the portal much.

Counted in the cache by the minute, for each address on the network, or for each
person who is signed in. When the cache is gone nobody is stopped: these limits
keep the portal quick. Those on signing in keep it safe; they are allauth's, and
they hold (`core.cache`).
"""

import ipaddress
import time
from collections.abc import Callable
from functools import wraps

from allauth.account.adapter import get_adapter
from allauth.core.ratelimit import respond_429
from django.core.cache import cache

WINDOW = 60
SEARCHES, TABLES = 60, 5
# Offices of a city share an address, so who is signed in is counted alone.
SIGNED_IN_FACTOR = 2
IPV6_PREFIX = 64


def is_search(request) -> bool:
    return bool(request.GET.get("q"))


def a_minute(number: int, name: str, *, when: Callable = lambda request: True):
    """A decorator: one visitor may call the view so many times a minute.

    Views with the same `name` share a limit; `when` says which requests count.
    """

    def limit(view):
        @wraps(view)
        def limited(request, *args, **kwargs):
            wait = _wait(request, number, name) if when(request) else 0
            if not wait:
                return view(request, *args, **kwargs)
            response = respond_429(request)
            response["Retry-After"] = str(wait)
            return response

        return limited

    return limit


def _wait(request, number: int, name: str) -> int:
    """Seconds until the visitor may come again; 0 is now."""
    now = int(time.time())
    allowed = number * (SIGNED_IN_FACTOR if request.user.is_authenticated else 1)
    key = f"limit:{name}:{_who(request)}:{now // WINDOW}"
    cache.add(key, 0, WINDOW)
    if (cache.incr(key) or 0) <= allowed:
        return 0
    return WINDOW - now % WINDOW


def _who(request) -> str:
    if request.user.is_authenticated:
        return f"person-{request.user.pk}"
    # The address that the limits on signing in see too, also behind a proxy.
    address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    if address.version == 4:
        return str(address)
    if address.ipv4_mapped:
        # A socket for both kinds writes those of IPv4 so: all lie in one network.
        return str(address.ipv4_mapped)
    # A household has a whole network of them.
    return str(ipaddress.ip_network((address, IPV6_PREFIX), strict=False))
