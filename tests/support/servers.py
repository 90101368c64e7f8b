"""Real servers on loopback, as an ordinary user runs them: each with TLS and one account."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.support.certificates import Certificate

REASON = "a server is not installed (./dev setup --servers)"
USER, PASSWORD = "p-a", "mật-khẩu-9"
_PROGRAMS = {"apache": "apache2", "nginx": "nginx", "rclone": "rclone"}
_SEARCHED = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"))
_WAIT_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Server:
    """A running server; files of the one account arrive in `inbox`."""

    name: str
    port: int
    inbox: Path

    def address(self, port: int | None = None) -> str:
        """Return where to send, through another port when one is given."""
        return f"https://localhost:{port or self.port}/gui/p-a/"


def program(name: str) -> str:
    """Return a server's command; without it the test is skipped loudly, or fails under CI."""
    if name in {"wsgidav", "digest"}:
        return sys.executable
    found = shutil.which(_PROGRAMS[name], path=_SEARCHED)
    if found is None:
        told = f"{REASON}: {_PROGRAMS[name]}"
        if os.environ.get("CI", "").lower() in {"1", "true"}:
            pytest.fail(f"under CI no test may be skipped: {told}", pytrace=False)
        pytest.skip(told)
    return found


def free_port() -> int:
    """Return a port that nothing listens on at the moment."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@contextmanager
def running(name: str, folder: Path, certificate: Certificate) -> Iterator[Server]:
    """Start a server in a folder of its own and stop it at the end."""
    command = program(name)
    root = folder / "root"
    inbox = root / "gui" / "p-a"
    inbox.mkdir(parents=True)
    port = free_port()
    arguments, variables = _STARTS[name](command, folder, port, certificate)
    with started(arguments, folder, port, variables):
        yield Server(name, port, inbox)


@contextmanager
def started(
    arguments: list[str], folder: Path, port: int, variables: Mapping[str, str] | None = None
) -> Iterator[None]:
    """Run a command until the block ends; it listens on the port when the block begins."""
    log = folder / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*_dying_with_us(), *arguments], stdin=subprocess.DEVNULL, stdout=output,
            stderr=output, cwd=folder, env={**os.environ, **(variables or {})},
        )  # fmt: skip
    try:
        _await(process, port, log)
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _dying_with_us() -> list[str]:
    """Return what goes before a command so that it ends even when the tests are killed."""
    found = shutil.which("setpriv")
    return [found, "--pdeathsig", "TERM"] if found else []


def _await(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + _WAIT_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    said = log.read_text(errors="replace")[-2000:]
    raise AssertionError(f"{process.args!r} does not listen: {said}")


def own_by_servers(folder: Path) -> None:
    """Let a server that leaves root's rights behind work in the folder."""
    if os.geteuid() == 0:
        for path in (folder, *folder.rglob("*")):
            shutil.chown(path, "www-data", "www-data")


def apache_account() -> str:
    """Return the lines that name whom Apache works as: it refuses to work as root."""
    return "User www-data\nGroup www-data\n" if os.geteuid() == 0 else ""


def apache_modules(*names: str) -> str:
    """Return the lines that load modules where Debian keeps them."""
    folder = "/usr/lib/apache2/modules"
    return "".join(f"LoadModule {name}_module {folder}/mod_{name}.so\n" for name in names)


def password_line(path: Path) -> None:
    """Write an htpasswd file that Apache and nginx both read."""
    import base64
    import hashlib

    digest = base64.b64encode(hashlib.sha1(PASSWORD.encode()).digest()).decode()
    path.write_text(f"{USER}:{{SHA}}{digest}\n")


_Start = tuple[list[str], Mapping[str, str]]


def _apache(command: str, folder: Path, port: int, certificate: Certificate) -> _Start:
    password_line(folder / "passwords")
    modules = apache_modules(
        "mpm_event", "authn_core", "authn_file", "authz_core", "authz_user", "auth_basic", "dav",
        "dav_fs", "ssl", "socache_shmcb",
    )  # fmt: skip
    (folder / "apache.conf").write_text(
        f"""ServerName localhost
ServerRoot {folder}
PidFile {folder}/apache.pid
ErrorLog {folder}/error.log
Listen 127.0.0.1:{port}
{modules}{apache_account()}StartServers 1
ServerLimit 2
DocumentRoot {folder}/root
DAVLockDB {folder}/locks
SSLEngine on
SSLCertificateFile {certificate.file}
SSLCertificateKeyFile {certificate.key}
<Directory {folder}/root>
    DAV On
    AuthType Basic
    AuthName gui
    AuthUserFile {folder}/passwords
    Require valid-user
</Directory>
"""
    )
    own_by_servers(folder)
    return [command, "-f", str(folder / "apache.conf"), "-DFOREGROUND"], {}


def _nginx(command: str, folder: Path, port: int, certificate: Certificate) -> _Start:
    password_line(folder / "passwords")
    module = Path("/usr/lib/nginx/modules/ngx_http_dav_ext_module.so")
    load = f"load_module {module};" if module.exists() else ""
    methods = "dav_ext_methods PROPFIND OPTIONS;" if load else ""
    user = "user root;" if os.geteuid() == 0 else ""
    temporary = "".join(
        f"    {name}_temp_path {folder}/{name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"""{load}
{user}
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ }}
http {{
    access_log off;
{temporary}    client_max_body_size 4m;
    server {{
        listen 127.0.0.1:{port} ssl;
        ssl_certificate {certificate.file};
        ssl_certificate_key {certificate.key};
        root {folder}/root;
        auth_basic gui;
        auth_basic_user_file {folder}/passwords;
        dav_methods PUT DELETE MKCOL COPY MOVE;
        {methods}
    }}
}}
"""
    )
    return [command, "-c", str(folder / "nginx.conf"), "-p", str(folder), "-e", "stderr"], {}


def _rclone(command: str, folder: Path, port: int, certificate: Certificate) -> _Start:
    return [
        command, "serve", "webdav", str(folder / "root"), "--addr", f"127.0.0.1:{port}",
        "--cert", str(certificate.file), "--key", str(certificate.key), "--user", USER,
        "--config", str(folder / "rclone.conf"),
    ], {"RCLONE_PASS": PASSWORD}  # fmt: skip


def _wsgidav(command: str, folder: Path, port: int, certificate: Certificate) -> _Start:
    account = {USER: {"password": PASSWORD}}
    settings = {
        "host": "127.0.0.1", "port": port, "server": "cheroot", "verbose": 1,
        "provider_mapping": {"/": str(folder / "root")},
        "simple_dc": {"user_mapping": {"*": account}},
        "ssl_certificate": str(certificate.file), "ssl_private_key": str(certificate.key),
        "ssl_adapter": "builtin",
    }  # fmt: skip
    return _wsgidav_with(command, folder, settings)


def _digest(command: str, folder: Path, port: int, certificate: Certificate) -> _Start:
    """WsgiDAV that takes no Basic login, as some storage boxes."""
    _wsgidav(command, folder, port, certificate)
    settings = json.loads((folder / "wsgidav.json").read_text())
    settings["http_authenticator"] = {
        "accept_basic": False, "accept_digest": True, "default_to_digest": True,
    }  # fmt: skip
    return _wsgidav_with(command, folder, settings)


def _wsgidav_with(command: str, folder: Path, settings: Mapping[str, object]) -> _Start:
    (folder / "wsgidav.json").write_text(json.dumps(settings))
    module = "wsgidav.server.server_cli"
    return [command, "-m", module, "--config", str(folder / "wsgidav.json")], {}


_STARTS: Mapping[str, Callable[[str, Path, int, Certificate], _Start]] = {
    "apache": _apache, "nginx": _nginx, "rclone": _rclone, "wsgidav": _wsgidav,
    "digest": _digest,
}  # fmt: skip
NAMES = ("apache", "nginx", "rclone", "wsgidav")
