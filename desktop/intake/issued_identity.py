"""For whom an issued form was made: the lines of its hidden sheet, and what of them is signed."""

import hashlib
from collections.abc import Mapping
from typing import Any, Final

import msgspec

FORMAT: Final = "so-cong-doan-form/1"
ROW: Final = "row:"
COLUMN: Final = "col:"


class Identity(msgspec.Struct, frozen=True):
    """For whom a form was made, as its hidden sheet says; texts as issued.

    `office` and `store` are ids of the issuer, `key` its public key (base64); `unit` is whom
    the form was given to. `rows`: row token → (unit id, indicator code or "", name printed);
    `columns`: column token → titles printed, of every column that is read.
    """

    id: str
    office: str
    office_name: str
    store: str
    key: str
    unit: str
    unit_name: str
    form: str
    version: str
    period: str
    period_title: str
    pack: str
    issued_at: str
    rows: dict[str, tuple[str, str, str]]
    columns: dict[str, str]

    @property
    def shape(self) -> str:
        """Return what is the same for two forms whose rows and columns are read alike."""
        told = msgspec.json.encode((self.rows, self.columns), order="sorted")
        return hashlib.sha256(told).hexdigest()

    def entries(self) -> dict[str, str]:
        """Return the lines of the hidden sheet, without the signature."""
        plain = {name: getattr(self, name) for name in self.__struct_fields__}
        rows, columns = plain.pop("rows"), plain.pop("columns")
        told = {"format": FORMAT, **plain}
        told |= {ROW + token: _json(value) for token, value in rows.items()}
        return told | {COLUMN + token: title for token, title in columns.items()}


def signed_bytes(entries: Mapping[str, str]) -> bytes:
    """Return what is signed: every line of the hidden sheet but the signature."""
    kept = {key: value for key, value in entries.items() if key != "signature"}
    return b"cd-form/1\n" + msgspec.json.encode(kept, order="sorted")


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
