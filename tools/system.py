"""System packages: which shared libraries Qt needs, which are missing, how to get them."""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from tools.console import Stop, say

# Shared library -> Debian package. What Qt's Core, Gui, Widgets, its xcb, wayland and
# offscreen platforms, its image and its printing plugins load and do not bring along.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libcups.so.2": "libcups2",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}

# LibreOffice opens what the program writes; Tinos stands in for Times New Roman there;
# `locales` lets the tests compile German and Vietnamese number rules.
OFFICE_PACKAGES = ("libreoffice-writer", "libreoffice-calc", "fonts-croscore", "locales")

# What the tests of sending start on loopback, as an ordinary user and with their own
# configuration: Apache with mod_dav, nginx with its dav modules, rclone. WsgiDAV and the
# SMTP server come through pip.
SERVER_PACKAGES = ("apache2-bin", "nginx", "libnginx-mod-http-dav-ext", "rclone")

# Where pytest makes its folder, for this user alone.
SHARED_MEMORY, MEMORY_FACTS = Path("/dev/shm"), Path("/proc/meminfo")  # noqa: S108
TEST_ROOM = 4 * 1024**3
"""Bytes: several times what a run of all tests ever had lying about."""

# Debian starts a service as soon as its package is there, which nobody asked for here.
_WITHOUT_STARTING = """
policy=/usr/sbin/policy-rc.d
if [ -e $policy ]; then exec "$@"; fi
trap 'rm -f $policy' EXIT
printf '#!/bin/sh\\nexit 101\\n' > $policy
chmod 755 $policy
"$@"
"""


def loads(library: str) -> bool:
    """Tell whether the dynamic linker finds and accepts the library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_qt_packages(loads: Callable[[str], bool] = loads) -> list[str]:
    """Return the packages of the Qt libraries that are not there, sorted, each once."""
    if not sys.platform.startswith("linux"):
        return []
    return sorted({package for library, package in QT_LIBRARIES.items() if not loads(library)})


def office_program() -> str | None:
    """Return LibreOffice's command, or None when it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def missing_office_packages(is_installed: Callable[[str], bool] | None = None) -> list[str]:
    """Return the packages that the LibreOffice tests need and dpkg does not list."""
    return _not_listed(OFFICE_PACKAGES, is_installed)


def missing_server_packages(is_installed: Callable[[str], bool] | None = None) -> list[str]:
    """Return the packages that the tests of sending need and dpkg does not list."""
    return _not_listed(SERVER_PACKAGES, is_installed)


def memory_folder(folder: Path = SHARED_MEMORY, known: Path = MEMORY_FACTS) -> Path | None:
    """Return a folder in memory with room for what tests write; None where there is none.

    Each of thousands of small stores is forced onto the disk at every step: in memory the tests
    take a quarter less time, and the disk is spared.
    """
    try:
        facts = dict(line.split(":", 1) for line in known.read_text().splitlines())
        available = int(facts["MemAvailable"].split()[0]) * 1024
        room = shutil.disk_usage(folder).free
    except (OSError, KeyError, ValueError):
        return None
    writable = os.access(folder, os.W_OK)
    return folder if writable and min(room, available // 2) >= TEST_ROOM else None


def _not_listed(packages: Iterable[str], is_installed: Callable[[str], bool] | None) -> list[str]:
    if not sys.platform.startswith("linux"):
        return []
    installed = is_installed or _dpkg_lists
    return [package for package in packages if not installed(package)]


def missing_certificates() -> list[str]:
    """Return the package with the certificate authorities when Python finds none of them."""
    if not sys.platform.startswith("linux"):
        return []
    import ssl  # slow to load, and needed once

    paths = ssl.get_default_verify_paths()
    folder = Path(paths.capath) if paths.capath else None
    found = paths.cafile or (folder is not None and any(folder.iterdir()))
    return [] if found else ["ca-certificates"]


def apt_line(packages: Iterable[str]) -> str:
    """Return the one line a person types to install the packages."""
    names = " ".join(packages)
    return f"sudo apt-get update && sudo apt-get install --no-install-recommends {names}"


def install(packages: Sequence[str]) -> None:
    """Install Debian packages when this process may; otherwise say the line and stop."""
    if not packages:
        return
    prefix = administrator_prefix() if shutil.which("apt-get") else None
    if prefix is None:
        raise Stop(
            f"Máy còn thiếu một số gói hệ thống. Xin chạy dòng sau rồi thử lại:\n"
            f"    {apt_line(packages)}",
            "Some system packages are missing. Please run the line above, then try again.",
        )
    say(
        f"Đang cài {len(packages)} gói hệ thống: {' '.join(packages)}",
        f"Installing {len(packages)} system packages",
    )
    _apt_get(prefix, "update")
    _apt_get(prefix, "install", "--yes", "--no-install-recommends", *packages)


def administrator_prefix() -> list[str] | None:
    """Return what goes before a command to run it as administrator, None when it cannot be."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and _succeeds(["sudo", "-n", "true"]):
        return ["sudo", "-n"]
    return None


def _apt_get(prefix: list[str], *arguments: str) -> None:
    options = ["-q", "-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=3"]
    command = [
        *prefix,
        *("sh", "-c", _WITHOUT_STARTING, "sh"),
        "env",
        "DEBIAN_FRONTEND=noninteractive",
        "apt-get",
        *options,
        *arguments,
    ]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False)
    if done.returncode:
        raise Stop(
            "Chưa cài được gói hệ thống. Xin kiểm tra mạng rồi chạy lại.",
            f"apt-get {arguments[0]} failed; please check the network and try again",
        )


def _dpkg_lists(package: str) -> bool:
    query = ["dpkg-query", "--show", "--showformat=${db:Status-Status}", package]
    if shutil.which("dpkg-query") is None:
        return False
    answer = subprocess.run(query, capture_output=True, text=True, check=False)
    return answer.stdout == "installed"


def _succeeds(command: Sequence[str]) -> bool:
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    return done.returncode == 0
