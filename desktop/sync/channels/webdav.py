"""WebDAV: PUT to `.part`, look at its size, MOVE it in place without overwriting.

The sequence was tried on nginx, Apache, WsgiDAV and rclone (docs/servers.md). A cut connection
leaves at most a `.part`; the next attempt writes the same bytes over it, so even two attempts
at once cannot mix different contents.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin, urlsplit

from desktop.i18n import _
from desktop.sync.channels.channel import NO_PROXY, SYSTEM_PROXY, Channel
from desktop.sync.channels.parcel import Delivered, Parcel, Progress, nothing
from desktop.sync.channels.tls import met_tls, trusting, unreached
from desktop.sync.channels.trouble import SendRefusal

if TYPE_CHECKING:
    import httpx

CONNECT_SECONDS, STALL_SECONDS = 10.0, 60.0
CLOCK_MAY_DIFFER = timedelta(minutes=10)
TRIAL_NAME = "thu-ket-noi.txt"

_TRIAL = "Sổ Công đoàn: tệp thử kết nối, xóa được.\n".encode()
_STORED = frozenset({200, 201, 204})
_CANNOT_LOOK = frozenset({403, 405, 501})
_SIZE_ASKED = (
    b'<?xml version="1.0" encoding="utf-8"?>'
    b'<propfind xmlns="DAV:"><prop><getcontentlength/></prop></propfind>'
)
_MOST_ANSWER = 64 * 1024


def send(
    channel: Channel,
    password: str,
    parcel: Parcel,
    progress: Progress,
    stall: float = STALL_SECONDS,
) -> Delivered:
    """Hand a bundle over; done when the server holds all of it under its own name.

    `stall` is how many seconds the line may stand still. Raises SendRefusal; what `progress`
    raises passes through. Sending again what is there already is done at once.
    """
    with _session(channel, password, stall) as dav:
        there = dav.size_of(parcel.name, first=True)
        if there is None:
            dav.put(parcel, progress)
            dav.move(parcel)
        elif there != parcel.size:
            raise SendRefusal("E_SEND_TAKEN", f"{there} bytes", name=parcel.name)
        return Delivered(dav.note)


def try_out(channel: Channel, password: str, stall: float = STALL_SECONDS) -> Delivered:
    """Do to a file of a few bytes what is done to a bundle.

    A server that lets nobody delete keeps it: it has the same name and content every time.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / TRIAL_NAME
        path.write_bytes(_TRIAL)
        parcel = Parcel("", path, TRIAL_NAME, len(_TRIAL))
        with _session(channel, password, stall) as dav:
            dav.size_of(TRIAL_NAME, first=True)
            dav.put(parcel, nothing)
            dav.move(parcel)
            return Delivered(dav.note)


@contextmanager
def _session(channel: Channel, password: str, stall: float) -> Iterator[_Session]:
    import httpx

    timeout = httpx.Timeout(stall, connect=min(CONNECT_SECONDS, stall))
    with httpx.Client(
        verify=trusting(channel.ca, channel.host), timeout=timeout, follow_redirects=False,
        trust_env=channel.proxy == SYSTEM_PROXY,
        proxy=None if channel.proxy in (SYSTEM_PROXY, NO_PROXY) else channel.proxy,
        auth=(channel.user, password) if channel.user else None,
        # WsgiDAV answers HEAD with a body, which would be read as the next answer's beginning.
        headers={"Connection": "close"},
    ) as client:  # fmt: skip
        yield _Session(channel, client, httpx.DigestAuth(channel.user, password))


class _Session:
    """One attempt over one connection."""

    def __init__(self, channel: Channel, client: httpx.Client, digest: httpx.DigestAuth) -> None:
        self._channel, self._client, self._digest = channel, client, digest
        self._percent = 0
        self.note = ""

    def size_of(self, name: str, *, first: bool = False) -> int | None:
        """Return how many bytes the server holds under a name, None where there is nothing.

        The `first` look also finds a wrong password or a login page before any byte is sent;
        a server that lets nobody look is no reason to stop there.
        """
        answer = self._ask("HEAD", name)
        if answer.status_code == 401 and "digest" in answer.headers.get("www-authenticate", ""
                                                                        ).lower():  # fmt: skip
            self._client.auth = self._digest
            answer = self._ask("HEAD", name)
        if answer.status_code == 404:
            return None
        if answer.status_code == 200 and "content-length" in answer.headers:
            self._refuse_login_page(answer)
            return int(answer.headers["content-length"])
        if answer.status_code not in {200, *_CANNOT_LOOK}:
            raise self._refused(answer)
        return self._size_told(name, first=first)

    def _size_told(self, name: str, *, first: bool) -> int | None:
        from defusedxml.ElementTree import fromstring

        answer = self._ask("PROPFIND", name, {"Depth": "0"}, _SIZE_ASKED)
        if answer.status_code == 404 or (first and answer.status_code in _CANNOT_LOOK):
            return None
        if answer.status_code != 207:
            raise self._refused(answer)
        try:
            root = fromstring(answer.content[:_MOST_ANSWER])
            return int(root.findtext(".//{DAV:}getcontentlength") or "")
        except (ValueError, SyntaxError) as error:
            raise SendRefusal("E_SEND_NOT_DAV", repr(error), place=self._channel.address) from error

    def put(self, parcel: Parcel, progress: Progress) -> None:
        """Write the whole file as `.part` and see that all of it is there."""

        def told(done: int, total: int) -> None:
            self._percent = done * 100 // max(total, 1)
            progress(done, total)

        headers = {"Content-Length": str(parcel.size), "Content-Type": "application/zip"}
        answer = self._ask("PUT", parcel.name + ".part", headers, parcel.pieces(told))
        if answer.status_code == 500 and self._folder_is_missing():
            raise SendRefusal("E_SEND_NOT_THERE", "500", place=self._channel.address)
        if answer.status_code not in _STORED:
            raise self._refused(answer, parcel)
        there = self.size_of(parcel.name + ".part")
        if there != parcel.size:
            raise SendRefusal("E_SEND_SIZE", there=there or 0, size=parcel.size)

    def move(self, parcel: Parcel) -> None:
        """Put the file in place unless something is there; the same size is the same file."""
        target = self._address(parcel.name)
        # A server behind a gateway that ends TLS takes its own outside name for another
        # machine's: Apache answers 502 then, and knows itself by http or by the path alone.
        for place in (target, target.replace("https://", "http://", 1), urlsplit(target).path):
            headers = {"Destination": place, "Overwrite": "F"}
            answer = self._ask("MOVE", parcel.name + ".part", headers)
            if answer.status_code not in {400, 502}:
                break
        if answer.status_code == 412:
            there = self.size_of(parcel.name)
            if there != parcel.size:
                raise SendRefusal("E_SEND_TAKEN", f"{there} bytes", name=parcel.name)
        elif answer.status_code not in _STORED:
            raise self._refused(answer, parcel)

    def _folder_is_missing(self) -> bool:
        """Tell why nginx answers 500: it says no more of a folder that is not there."""
        return self._ask("PROPFIND", "", {"Depth": "0"}, _SIZE_ASKED).status_code == 404

    def _address(self, name: str) -> str:
        return self._channel.address + quote(name)

    def _ask(
        self,
        method: str,
        name: str,
        headers: dict[str, str] | None = None,
        content: bytes | Iterator[bytes] | None = None,
    ) -> httpx.Response:
        import httpx

        host = self._channel.host
        try:
            answer = self._client.request(
                method, self._address(name), headers=headers, content=content
            )
        except httpx.ProxyError as error:
            raise SendRefusal("E_SEND_PROXY", repr(error)) from error
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            if self._goes_through_a_gateway() and not met_tls(error):
                raise SendRefusal("E_SEND_PROXY", repr(error)) from error
            raise unreached(error, host) from error
        except httpx.TimeoutException as error:
            raise SendRefusal("E_SEND_SLOW", repr(error), percent=self._percent) from error
        except httpx.InvalidURL as error:
            raise SendRefusal("E_SEND_NOT_DAV", repr(error), place=host) from error
        except httpx.HTTPError as error:
            raise SendRefusal("E_SEND_CUT", repr(error), percent=self._percent) from error
        self._notice_clock(answer)
        return answer

    def _goes_through_a_gateway(self) -> bool:
        from urllib.request import getproxies, proxy_bypass

        if self._channel.proxy != SYSTEM_PROXY:
            return self._channel.proxy != NO_PROXY
        scheme = urlsplit(self._channel.address).scheme
        return scheme in getproxies() and not proxy_bypass(self._channel.host)

    def _notice_clock(self, answer: httpx.Response) -> None:
        try:
            theirs = parsedate_to_datetime(answer.headers["date"])
        except (KeyError, ValueError, TypeError):
            return
        if theirs.tzinfo is not None and abs(datetime.now(UTC) - theirs) > CLOCK_MAY_DIFFER:
            self.note = _("Đồng hồ máy này lệch so với máy chủ; nên chỉnh lại ngày giờ của máy.")

    def _refuse_login_page(self, answer: httpx.Response) -> None:
        """A login page answers 200 to everything, and calls itself HTML."""
        if answer.headers.get("content-type", "").startswith("text/html"):
            raise SendRefusal("E_SEND_PORTAL", str(answer.status_code), host=self._channel.host)

    def _refused(self, answer: httpx.Response, parcel: Parcel | None = None) -> SendRefusal:
        status, host, place = answer.status_code, self._channel.host, self._channel.address
        if 300 <= status < 400:
            return self._redirected(answer)
        if status in {413, 431} and parcel is not None:
            return SendRefusal("E_SEND_TOO_BIG", str(status), size=parcel.told_size)
        words = {
            401: "E_SEND_LOGIN", 403: "E_SEND_RIGHTS", 404: "E_SEND_NOT_THERE",
            407: "E_SEND_PROXY", 409: "E_SEND_NOT_THERE", 507: "E_SEND_QUOTA",
            511: "E_SEND_PORTAL", **dict.fromkeys((400, 405, 411, 415, 501), "E_SEND_NOT_DAV"),
        }  # fmt: skip
        if status == 200:  # to a question that real servers answer otherwise
            return SendRefusal("E_SEND_PORTAL", "200", host=host)
        code = words.get(status, "E_SEND_BUSY")
        return SendRefusal(code, str(status), host=host, place=place, status=status)

    def _redirected(self, answer: httpx.Response) -> SendRefusal:
        target = urljoin(self._channel.address, answer.headers.get("location", ""))
        same = (urlsplit(target).hostname or "") == self._channel.host
        if same and answer.status_code in {301, 308}:
            shown = target.rpartition("/")[0] + "/"
            return SendRefusal("E_SEND_MOVED", target, address=shown[:200])
        return SendRefusal("E_SEND_PORTAL", target, host=self._channel.host)
