"""Unicode text written as the fonts and habits of before Unicode had it, for tests."""

import unicodedata

from desktop.intake.sources.old_encodings import TCVN3, VNI

_ABC = {letter: chr(code) for code, letter in TCVN3.items()}
_VNI: dict[str, str] = {}
for _key, _letter in VNI.items():
    if _letter not in _VNI or (_letter.isupper() and _key.isupper()):
        _VNI[_letter] = _key
_VIQR = {
    "\u0301": "'", "\u0300": "`", "\u0309": "?", "\u0303": "~", "\u0323": ".",
    "\u0302": "^", "\u0306": "(", "\u031b": "+",
}  # fmt: skip
_TONES = "\u0301\u0300\u0309\u0303\u0323"


def to_tcvn3(text: str) -> str:
    """Capitals with tone marks become small letters, as typists of ABC fonts had to."""
    return "".join(_ABC.get(char) or _ABC.get(char.lower(), char) for char in text)


def to_vni(text: str) -> str:
    """VNI Windows: letter and mark side by side."""
    return "".join(_VNI.get(char, char) for char in text)


def to_viqr(text: str) -> str:
    """VIQR: marks typed as punctuation."""
    return "".join(_viqr(char) for char in text)


def _viqr(char: str) -> str:
    if char in "đĐ":
        return "dd" if char == "đ" else "DD"
    parts = sorted(unicodedata.normalize("NFD", char), key=lambda part: part in _TONES)
    return "".join(_VIQR.get(part, part) for part in parts)
