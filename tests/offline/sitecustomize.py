"""Keeps a Python process and its children off the network, but for their own machine.

Python imports this module by its name when it starts, if this folder is on PYTHONPATH. What does
not open its sockets through Python, such as a program in C, is not held back by it.
"""

import errno
import ipaddress
import os
import sys
from typing import Any

# libraries that know how to do without a network then do so at once
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("PIP_NO_INDEX", "1")

# audit events of the socket module
_SENDING = {"socket.connect", "socket.sendto", "socket.sendmsg"}  # arguments: socket, address
_LOOKING_UP = {"socket.getaddrinfo", "socket.gethostbyname"}  # arguments: host, ...


def _refuse_the_network(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _SENDING:
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None  # a Unix socket has none
    elif event in _LOOKING_UP:
        host = arguments[0]
    else:
        return
    if not _is_here(host):
        raise OSError(errno.ENETUNREACH, f"the tests run without a network: no way to {host!r}")


def _is_here(host: object) -> bool:
    """Whether a host, as the socket module takes it, is this machine."""
    name = host.decode() if isinstance(host, bytes) else host
    if not isinstance(name, str):
        return True
    try:
        ip = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return name in ("", "localhost")
    return ip.is_loopback or ip.is_unspecified


# a hook cannot be taken off again, by no test and no library
sys.addaudithook(_refuse_the_network)
