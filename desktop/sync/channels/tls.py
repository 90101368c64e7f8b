"""Secure lines: which authorities are trusted, and what a failed handshake means.

The system's store is asked first (Windows keeps agencies' own authorities there); certifi's
list is added because Windows fetches public roots only when a program of its own needs them.
Verification can never be switched off.
"""

import errno
import socket
import ssl
from collections.abc import Iterator
from datetime import datetime

from desktop.models.clock import VIETNAM
from desktop.sync.channels.trouble import SendRefusal

# X509_V_ERR_… of OpenSSL.
_NOT_YET_VALID, _EXPIRED = 9, 10
_WRONG_NAME = frozenset({62, 64})
_NO_WAY = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, 10051, 10065})


def trusting(authority: str, host: str) -> ssl.SSLContext:
    """Return a context that trusts the system's authorities, the public ones and this PEM.

    Refuses E_SEND_CERT where the PEM cannot be read.
    """
    import certifi

    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    if authority:
        try:
            context.load_verify_locations(cadata=authority)
        except (ssl.SSLError, ValueError, TypeError) as error:
            raise SendRefusal("E_SEND_CERT", repr(error), host=host) from error
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    # Python 3.13 also refuses authorities that leave out identifiers RFC 5280 asks for, as many
    # private ones do; names, dates and signatures are checked all the same.
    context.verify_flags &= ~ssl.VerifyFlags.VERIFY_X509_STRICT
    return context


def unreached(error: BaseException, host: str) -> SendRefusal:
    """Return why a connection to a host could not be made."""
    for cause in causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return _mistrusted(cause, host)
        if isinstance(cause, ssl.SSLError):
            return SendRefusal("E_SEND_TLS", repr(cause), host=host)
        if isinstance(cause, socket.gaierror):
            return SendRefusal("E_SEND_NO_NETWORK", repr(cause), host=host)
        if isinstance(cause, OSError) and cause.errno in _NO_WAY:
            return SendRefusal("E_SEND_NO_NETWORK", repr(cause), host=host)
    return SendRefusal("E_SEND_GONE", repr(error), host=host)


def met_tls(error: BaseException) -> bool:
    """Tell whether the other side was reached and the secure line failed."""
    return any(isinstance(cause, ssl.SSLError) for cause in causes(error))


def causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and what lies behind it, each once."""
    seen: set[int] = set()
    found: BaseException | None = error
    while found is not None and id(found) not in seen:
        seen.add(id(found))
        yield found
        found = found.__cause__ or found.__context__


def _mistrusted(error: ssl.SSLCertVerificationError, host: str) -> SendRefusal:
    now = f"{datetime.now(VIETNAM):%d/%m/%Y %H:%M}"
    code = error.verify_code
    if code == _NOT_YET_VALID:
        return SendRefusal("E_SEND_CLOCK", error.verify_message, host=host, now=now)
    if code == _EXPIRED:
        return SendRefusal("E_SEND_CERT_DATE", error.verify_message, host=host, now=now)
    if code in _WRONG_NAME:
        return SendRefusal("E_SEND_CERT_NAME", error.verify_message, host=host)
    return SendRefusal("E_SEND_CERT", error.verify_message, host=host)
