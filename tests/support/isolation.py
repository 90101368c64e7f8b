"""What keeps a test away from the person's own files, keys and network."""

import ipaddress
import os
import sys
from collections.abc import Mapping
from pathlib import Path

# Environment variable -> folder below the test's own home.
_FOLDERS = {
    "HOME": "",
    "USERPROFILE": "",
    "APPDATA": "AppData/Roaming",
    "LOCALAPPDATA": "AppData/Local",
    "XDG_CONFIG_HOME": ".config",
    "XDG_DATA_HOME": ".local/share",
    "XDG_STATE_HOME": ".local/state",
    "XDG_CACHE_HOME": ".cache",
    "XDG_RUNTIME_DIR": ".run",
    "SOCONGDOAN_HOME": "socongdoan",
}

# Set for programs that a test starts, which the guard in this process does not reach.
_NO_NETWORK = dict.fromkeys(
    ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9"
) | dict.fromkeys(("no_proxy", "NO_PROXY"), "localhost,127.0.0.1,::1")

_FIXED = {
    "QT_QPA_PLATFORM": "offscreen",
    "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
    "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent",
}


class NetworkUsed(AssertionError):
    """A test reached for the network; only loopback and local sockets are allowed."""


def variables(home: Path) -> Mapping[str, str]:
    """Return the environment variables that make `home` the whole world of a test."""
    folders = {name: str(home / below) for name, below in _FOLDERS.items()}
    return folders | _NO_NETWORK | _FIXED


def guard_network() -> None:
    """Make every reach beyond this machine raise `NetworkUsed`, for the life of the process.

    An audit hook sees what libraries do with sockets they took hold of before, and cannot be
    switched off by a test.
    """
    sys.addaudithook(_refuse_far_addresses)


def _refuse_far_addresses(event: str, arguments: tuple[object, ...]) -> None:
    if event in {"socket.connect", "socket.sendto", "socket.sendmsg"}:
        _check(arguments[1])
    elif event in {"socket.getaddrinfo", "socket.gethostbyname"} and arguments[0] is not None:
        _check((arguments[0], 0))


def _check(address: object) -> None:
    if isinstance(address, tuple) and not is_near(address[0]):
        raise NetworkUsed(f"a test reached for {address[0]!r}")


def is_near(host: object) -> bool:
    """Tell whether a host name or IP address means this machine."""
    name = os.fsdecode(host) if isinstance(host, str | bytes | bytearray) else ""
    if name in {"", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
