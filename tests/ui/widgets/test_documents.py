from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage, QTextDocument

from desktop.ui.widgets.documents import SafeTextBrowser, SafeTextDocument

PICTURE = int(QTextDocument.ResourceType.ImageResource.value)


def test_no_resource_is_ever_loaded(tmp_path: Path) -> None:
    picture = QImage(8, 8, QImage.Format.Format_RGB32)
    picture.fill(0)
    place = tmp_path / "ảnh.png"
    assert picture.save(str(place))
    address = QUrl.fromLocalFile(str(place))
    assert QTextDocument().loadResource(PICTURE, address) is not None
    assert SafeTextDocument().loadResource(PICTURE, address) is None
    assert SafeTextBrowser().loadResource(PICTURE, address) is None
