"""Documents of others, where a folder of them is named: each is read, answered and printed."""

import os
from pathlib import Path

import pytest

from desktop.documents.office_facts import OfficeFacts
from desktop.intake.documents import SUFFIXES, read_document
from desktop.models.errors import Refusal
from desktop.models.packs.packs import load_packs
from desktop.tasks.papers.draft import draft
from desktop.tasks.trial.story import CORPUS, corpus
from tests.story.conftest import TODAY

OWN = Path(__file__).parents[1] / "intake" / "corpus"


def test_the_corpus_is_what_the_variable_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(CORPUS, raising=False)
    assert corpus() == []
    for name in ("b.TXT", "a.docx", "ghi chú.xyz"):
        (tmp_path / name).write_bytes(b"x")
    monkeypatch.setenv(CORPUS, str(tmp_path))
    assert [path.name for path in corpus()] == ["a.docx", "b.TXT"]
    monkeypatch.setenv(CORPUS, str(tmp_path / "không có"))
    assert corpus() == []


def documents() -> list[Path]:
    own = [p for p in sorted(OWN.iterdir()) if p.suffix in SUFFIXES]
    named = os.environ.get(CORPUS, "")
    return own + (corpus() if named else [])


@pytest.mark.parametrize("document", documents(), ids=lambda path: path.name)
def test_a_document_becomes_an_own_plan_on_paper(document: Path, tmp_path: Path) -> None:
    reading = read_document(document)
    outs = [tmp_path / f"kế hoạch{suffix}" for suffix in (".docx", ".pdf")]
    facts = OfficeFacts(name="Công đoàn phường Sông Thanh", role="upper", kind="CDP")
    if not reading.outline:
        with pytest.raises(Refusal, match="Không tìm thấy mục nào"):
            draft(str(document), load_packs(), facts, TODAY, outs=outs)
        assert not list(tmp_path.iterdir())
        return
    made = draft(str(document), load_packs(), facts, TODAY, outs=outs)
    assert made.items > 0
    assert made.coverage.covered <= len(made.coverage.duties)
    again = read_document(outs[0])
    assert again.value("issuer")
    assert outs[1].read_bytes().startswith(b"%PDF")
