"""Whether nobody stands above an office: what it locks of its own is judged by nobody else."""

from desktop.models.store.reader import Reader
from desktop.models.units.scope import Scope

_HIGHEST = ("national", "province")


def is_topmost(reader: Reader, scope: Scope | None = None) -> bool:
    """Tell whether there is no level above this office, nor should be.

    A commune that is connected to nobody yet has one all the same: its province.
    """
    scope, own = scope or Scope.of(reader), reader.own_unit
    kind = reader.packs.unit_kinds.get(str(scope.attribute(own, "kind") or ""))
    return kind is not None and kind.role in _HIGHEST and scope.parent(own) is None
