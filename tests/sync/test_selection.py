from datetime import date
from pathlib import Path

from desktop.models.register.events import events_of, record_event
from tests.sync.offices import BASE_2, COMMUNE, OTHER, send, take, world


def test_an_event_reaches_the_office_below_whole(tmp_path: Path) -> None:
    w = world(tmp_path)
    record_event(w.province, "rename", date(2026, 9, 1), [COMMUNE, BASE_2], decision="12/QĐ")
    record_event(w.province, "rename", date(2026, 9, 2), [OTHER], decision="13/QĐ")
    take(w.commune, send(w.province, w.out, "P-A"))
    (event,) = events_of(w.commune)
    assert (event.kind, event.day, event.decision) == ("rename", date(2026, 9, 1), "12/QĐ")
    assert set(event.units) == {COMMUNE, BASE_2}
    w.close()
