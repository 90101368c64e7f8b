"""Text as every format can hold it: composed Unicode, no characters XML forbids."""

import re

from desktop.models.text import nfc

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """Return the text composed, with line ends as "\\n" and unprintable characters as "\ufffd".

    Tabs become spaces. Nothing that can be read is lost.
    """
    if text.isprintable():
        return nfc(text)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return nfc(_FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text))
