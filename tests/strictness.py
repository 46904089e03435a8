"""What tests are strict about that production forgives."""

import ipaddress
import socket
from contextvars import ContextVar
from pathlib import Path

from django.template.base import FilterExpression, Node

OURS = str(Path(__file__).resolve().parent.parent / "templates")
FORGIVING_FILTERS = {"default", "default_if_none"}


class UndefinedInTemplate(AssertionError):
    """A template of ours uses a variable that its view does not give."""


class Missing(str):
    """`string_if_invalid` that raises for our templates, and is empty for others."""

    rendering: ContextVar[str] = ContextVar("rendering", default="")

    def __contains__(self, _part):
        return True

    def __mod__(self, variable):
        template = self.rendering.get()
        if template.startswith(OURS):
            name = template.removeprefix(OURS).lstrip("/")
            raise UndefinedInTemplate(f"{name} uses “{variable}”, which is not there.")
        return ""


def make_templates_strict(monkeypatch) -> None:
    """A variable that is missing fails the test, as a typing mistake would."""
    render = Node.render_annotated
    resolve = FilterExpression.resolve

    def render_annotated(self, context):
        origin = getattr(getattr(self, "origin", None), "name", "")
        token = Missing.rendering.set(str(origin))
        try:
            return render(self, context)
        finally:
            Missing.rendering.reset(token)

    def forgive(self, context, ignore_failures=False):
        with_default = self.filters and self.filters[0][0].__name__ in FORGIVING_FILTERS
        return resolve(self, context, ignore_failures or bool(with_default))

    monkeypatch.setattr(Node, "render_annotated", render_annotated)
    monkeypatch.setattr(FilterExpression, "resolve", forgive)


class OutsideWorld(AssertionError):
    """A test tried to reach something beyond this machine."""


def forbid_network(monkeypatch) -> None:
    """Only sockets of this machine: loopback addresses and unix sockets."""
    connect = socket.socket.connect
    connect_ex = socket.socket.connect_ex
    getaddrinfo = socket.getaddrinfo

    def check(line, address) -> None:
        if line.family in {socket.AF_INET, socket.AF_INET6} and not is_here(address[0]):
            raise OutsideWorld(f"A connection to {address[0]} was tried.")

    def guarded(line, address):
        check(line, address)
        return connect(line, address)

    def guarded_ex(line, address):
        check(line, address)
        return connect_ex(line, address)

    def guarded_lookup(host, *args, **kwargs):
        if not is_here(host):
            raise OutsideWorld(f"The address of {host} was asked for.")
        return getaddrinfo(host, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", guarded)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_ex)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_lookup)


def is_here(host) -> bool:
    if host is None or host in {"", "localhost", b"localhost", "0.0.0.0", "::"}:
        return True
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
