"""Which office each installation writes for."""

from collections.abc import Mapping

from desktop.models.store.reader import Reader


def machine_units(reader: Reader) -> Mapping[str, str]:
    """Return installation → unit of its office, this one's own among them."""

    def read() -> dict[str, str]:
        enrolled = reader.records("enrol")
        found = {
            store: reader.unit(str(fields["unit"]))
            for store, fields in enrolled.items()
            if isinstance(fields.get("unit"), str)
        }
        return found | {reader.store_id: reader.own_unit}

    return reader.remembered_of(("enrol", "alias"), "units of machines", read)
