"""A line of wire on loopback that can be cut, slowed or frozen while bytes pass."""

import socket
import struct
import threading
import time
from contextlib import suppress
from typing import Self

_PIECE = 16 * 1024


class Relay:
    """Passes bytes between a client and a server on this machine.

    `cut_up` / `cut_down`: after so many bytes towards the server / the client both lines are
    torn down. `freeze_up`: after so many bytes nothing passes any more. `pause`: seconds waited
    after each piece towards the server. `up` and `down` count what has passed.
    """

    def __init__(
        self,
        target: int,
        *,
        cut_up: int | None = None,
        cut_down: int | None = None,
        freeze_up: int | None = None,
        pause: float = 0.0,
    ) -> None:
        self._target, self._pause = target, pause
        self._cut_up, self._cut_down, self._freeze_up = cut_up, cut_down, freeze_up
        self.up = self.down = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        self._open: list[socket.socket] = [self._socket]
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        for one in self._open:
            _tear(one)
        for thread in self._threads:
            thread.join(5)

    def _accept(self) -> None:
        while True:
            try:
                client, _place = self._socket.accept()
                server = socket.create_connection(("127.0.0.1", self._target))
            except OSError:
                return
            self._open += [client, server]
            for pump in (self._upwards, self._downwards):
                thread = threading.Thread(target=pump, args=(client, server), daemon=True)
                self._threads.append(thread)
                thread.start()

    def _upwards(self, client: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):
            while piece := client.recv(_PIECE):
                if self._freeze_up is not None and self.up >= self._freeze_up:
                    return  # what the client still says is read by nobody
                if self._cut_up is not None and self.up + len(piece) >= self._cut_up:
                    server.sendall(piece[: self._cut_up - self.up])
                    self.up = self._cut_up
                    _tear(client)
                    _tear(server)
                    return
                server.sendall(piece)
                self.up += len(piece)
                if self._pause:
                    time.sleep(self._pause)
            server.shutdown(socket.SHUT_WR)

    def _downwards(self, client: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):
            while piece := server.recv(_PIECE):
                if self._cut_down is not None and self.down + len(piece) >= self._cut_down:
                    client.sendall(piece[: self._cut_down - self.down])
                    _tear(client)
                    _tear(server)
                    return
                self.down += len(piece)  # before the client may act upon it
                client.sendall(piece)
            client.shutdown(socket.SHUT_WR)


def _tear(one: socket.socket) -> None:
    """Close at once, as a line that is cut does: the other side gets a reset."""
    with suppress(OSError):
        one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    with suppress(OSError):
        one.close()
