"""The one stylesheet, generated from the tokens; colours and pixels are written nowhere else.

Widgets choose a look by property: `tone` (labels), `look` (buttons, frames), `level` (titles).
"""

from __future__ import annotations

from desktop.ui.tokens import Tokens, mix


def stylesheet(tokens: Tokens) -> str:
    """Return the stylesheet of the whole program for one theme."""
    parts = (_base, _labels, _buttons, _fields, _lists, _frames, _menus, _small)
    return "\n".join(part(tokens) for part in parts)


def _base(t: Tokens) -> str:
    return f"""
QWidget {{ color: {t.ink["normal"]}; }}
QMainWindow, QDialog, QMessageBox, QFileDialog, QWidget[look="first"] {{
  background: {t.surface["page"]}; }}
QToolTip {{ background: {t.surface["raised"]}; color: {t.ink["normal"]};
  border: 1px solid {t.line["strong"]}; padding: {t.space["xs"]}px {t.space["s"]}px; }}
QSplitter::handle {{ background: {t.line["hair"]}; }}
QSplitter::handle:hover {{ background: {t.brand.colour}; }}
"""


def _labels(t: Tokens) -> str:
    rules = [
        f'QLabel[tone="{tone}"] {{ color: {colour}; }}'
        for tone, colour in (
            ("strong", t.ink["strong"]),
            ("muted", t.ink["muted"]),
            ("brand", t.brand.colour),
            ("attention", t.attention.colour),
            ("blocked", t.blocked.colour),
            ("done", t.done.colour),
        )
    ]
    for level in ("small", "normal", "large", "title", "display"):
        rules.append(f'QLabel[level="{level}"] {{ font-size: {t.type[level]}px; }}')
    for level in ("large", "title", "display"):
        rules.append(f'QLabel[level="{level}"] {{ font-weight: 600; color: {t.ink["strong"]}; }}')
    for name in ("brand", "attention", "blocked", "done"):
        rules.append(
            f'QLabel[pill="{name}"] {{ background: {t.colour(name + ".soft")};'
            f" color: {t.colour(name)}; border-radius: {t.radius}px;"
            f" padding: {t.space['xs'] // 2}px {t.space['s']}px; }}"
        )
    rules.append(
        f'QLabel[pill="plain"] {{ background: {t.surface["sunken"]}; color: {t.ink["muted"]};'
        f" border-radius: {t.radius}px; padding: {t.space['xs'] // 2}px {t.space['s']}px; }}"
    )
    return "\n".join(rules)


def _buttons(t: Tokens) -> str:
    pressed = mix(t.brand.colour, t.surface["sunken"], 0.2)
    return f"""
QPushButton {{ background: {t.surface["page"]}; color: {t.ink["normal"]};
  border: 1px solid {t.line["strong"]}; border-radius: {t.radius}px;
  padding: {t.space["xs"] + 1}px {t.space["m"]}px; min-height: {t.type["normal"] + 7}px; }}
QPushButton:hover {{ background: {t.surface["sunken"]}; }}
QPushButton:pressed {{ background: {pressed}; }}
QPushButton:focus {{ border: 2px solid {t.brand.colour};
  padding: {t.space["xs"]}px {t.space["m"] - 1}px; }}
QPushButton:disabled {{ color: {t.ink["disabled"]}; border-color: {t.line["hair"]};
  background: {t.surface["raised"]}; }}
QPushButton[look="primary"] {{ background: {t.brand.colour}; color: {t.brand.on};
  border-color: {t.brand.colour}; font-weight: 600; }}
QPushButton[look="primary"]:hover {{
  background: {mix(t.ink["strong"], t.brand.colour, 0.15)}; }}
QPushButton[look="primary"]:focus {{ border: 2px solid {t.ink["strong"]}; }}
QPushButton[look="primary"]:disabled {{ background: {t.surface["sunken"]};
  color: {t.ink["disabled"]}; border-color: {t.line["hair"]}; }}
QPushButton[look="danger"] {{ background: {t.blocked.colour}; color: {t.blocked.on};
  border-color: {t.blocked.colour}; font-weight: 600; }}
QPushButton[look="danger"]:focus {{ border: 2px solid {t.ink["strong"]}; }}
QPushButton[look="link"] {{ background: transparent; border: 0; border-radius: 0;
  color: {t.brand.colour}; padding: {t.space["xs"] // 2}px 0; text-align: left; min-height: 0; }}
QPushButton[look="link"]:hover, QPushButton[look="link"]:focus {{
  text-decoration: underline; border: 0; }}
QPushButton[look="link"]:disabled {{ color: {t.ink["disabled"]}; background: transparent; }}
QToolButton {{ background: transparent; border: 1px solid transparent;
  border-radius: {t.radius}px; padding: {t.space["xs"]}px; color: {t.ink["normal"]}; }}
QToolButton:hover {{ background: {t.surface["sunken"]}; }}
QToolButton:pressed, QToolButton:checked {{ background: {t.colour("brand.soft")}; }}
QToolButton:focus {{ border-color: {t.brand.colour}; }}
QToolButton:disabled {{ color: {t.ink["disabled"]}; }}
QToolButton::menu-indicator {{ image: none; width: 0; }}
QCheckBox::indicator {{ width: {t.type["normal"] + 2}px; height: {t.type["normal"] + 2}px; }}
QCheckBox::indicator:unchecked {{ width: {t.type["normal"]}px; height: {t.type["normal"]}px;
  border: 1px solid {t.line["strong"]}; border-radius: 2px;
  background: {t.surface["page"]}; }}
QCheckBox::indicator:unchecked:focus {{ border-color: {t.brand.colour}; }}
QCheckBox, QRadioButton {{ spacing: {t.space["s"]}px; padding: {t.space["xs"]}px 0; }}
"""


def _fields(t: Tokens) -> str:
    kinds = "QLineEdit, QComboBox, QPlainTextEdit, QTextEdit, QAbstractSpinBox"
    focused = ", ".join(f"{kind}:focus" for kind in kinds.split(", "))
    disabled = ", ".join(f"{kind}:disabled" for kind in kinds.split(", "))
    return f"""
{kinds} {{ background: {t.surface["page"]}; color: {t.ink["strong"]};
  border: 1px solid {t.line["strong"]}; border-radius: {t.radius}px;
  padding: {t.space["xs"]}px {t.space["s"]}px;
  selection-background-color: {t.brand.colour}; selection-color: {t.brand.on}; }}
QLineEdit, QComboBox, QAbstractSpinBox {{ min-height: {t.type["normal"] + 7}px; }}
{focused} {{ border: 2px solid {t.brand.colour};
  padding: {t.space["xs"] - 1}px {t.space["s"] - 1}px; }}
{disabled} {{ background: {t.surface["raised"]}; color: {t.ink["disabled"]};
  border-color: {t.line["hair"]}; }}
QLineEdit[bad="true"], QPlainTextEdit[bad="true"] {{ border: 2px solid {t.blocked.colour}; }}
QLineEdit[look="cell"] {{ border: 2px solid {t.brand.colour}; border-radius: 0;
  padding: 0 {t.space["xs"]}px; min-height: 0; }}
QLineEdit[look="cell"][bad="true"] {{ border-color: {t.blocked.colour}; }}
QLineEdit[look="bare"] {{ border: 0; background: transparent; padding: 0; }}
QTextEdit[look="bare"], QPlainTextEdit[look="bare"], QTextBrowser {{ border: 0; padding: 0; }}
QComboBox {{ combobox-popup: 0; }}
QComboBox::drop-down {{ border: 0; width: {t.space["xl"]}px; }}
QComboBox QAbstractItemView {{ background: {t.surface["page"]}; color: {t.ink["normal"]};
  border: 1px solid {t.line["strong"]}; outline: 0;
  selection-background-color: {t.colour("brand.soft")};
  selection-color: {t.ink["strong"]}; }}
"""


def _lists(t: Tokens) -> str:
    chosen = mix(t.brand.colour, t.surface["page"], 0.16)
    return f"""
QAbstractItemView {{ background: {t.surface["page"]}; color: {t.ink["normal"]};
  alternate-background-color: {t.surface["raised"]}; border: 0; outline: 0;
  gridline-color: {t.line["hair"]};
  selection-background-color: {chosen}; selection-color: {t.ink["strong"]}; }}
QListView::item, QTreeView::item {{ padding: {t.space["xs"]}px {t.space["s"]}px;
  border-bottom: 1px solid {t.line["hair"]}; }}
QListView::item:selected, QTreeView::item:selected {{ background: {chosen};
  color: {t.ink["strong"]}; }}
QListView::item:hover:!selected, QTreeView::item:hover:!selected {{
  background: {t.surface["raised"]}; }}
QTableView::item {{ padding: 0 {t.space["s"] - 3}px; border-bottom: 1px solid {t.line["hair"]}; }}
QTableView::item:selected {{ background: {chosen}; color: {t.ink["strong"]}; }}
QTableView[look="names"] {{ border-right: 1px solid {t.line["strong"]}; }}
QTableView[look="totals"] {{ background: {t.surface["sunken"]};
  border-top: 1px solid {t.line["strong"]}; }}
QTableView[look="totals"]::item {{ border: 0; }}
QHeaderView {{ background: {t.surface["sunken"]}; border: 0; }}
QHeaderView::section {{ background: {t.surface["sunken"]}; color: {t.ink["muted"]};
  border: 0; border-bottom: 1px solid {t.line["strong"]};
  border-right: 1px solid {t.line["hair"]};
  padding: {t.space["xs"]}px {t.space["s"]}px; font-weight: 600; }}
QHeaderView[look="names"] {{ background: {t.surface["page"]}; }}
QHeaderView[look="names"]::section {{ background: {t.surface["page"]};
  color: {t.ink["normal"]}; font-weight: 400; border-bottom: 1px solid {t.line["hair"]};
  border-right: 1px solid {t.line["strong"]}; }}
QTableCornerButton::section {{ background: {t.surface["sunken"]}; border: 0;
  border-bottom: 1px solid {t.line["strong"]}; }}
QScrollBar:vertical {{ background: transparent; width: {t.space["m"]}px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: {t.space["m"]}px; margin: 0; }}
QScrollBar::handle {{ background: {t.line["strong"]}; border-radius: {t.space["xs"] - 1}px;
  margin: {t.space["xs"] - 1}px; }}
QScrollBar::handle:vertical {{ min-height: {t.space["xxl"]}px; }}
QScrollBar::handle:horizontal {{ min-width: {t.space["xxl"]}px; }}
QScrollBar::handle:hover {{ background: {t.ink["muted"]}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QAbstractScrollArea::corner {{ background: transparent; }}
QTabBar::tab {{ background: transparent; color: {t.ink["muted"]}; border: 0;
  border-bottom: 2px solid transparent; margin-right: {t.space["l"]}px;
  padding: {t.space["s"]}px {t.space["xs"]}px; }}
QTabBar::tab:selected {{ color: {t.ink["strong"]}; border-bottom-color: {t.brand.colour}; }}
QTabBar::tab:hover {{ color: {t.ink["strong"]}; }}
QTabBar::tab:focus {{ color: {t.brand.colour}; }}
QTabBar::scroller {{ width: {2 * t.space["xl"]}px; }}
QTabBar QToolButton {{ background: {t.surface["raised"]}; border: 1px solid {t.line["strong"]}; }}
QTabWidget::pane {{ border: 0; border-top: 1px solid {t.line["hair"]}; }}
"""


def _frames(t: Tokens) -> str:
    bars = [
        f'QFrame[look="message"][kind="{kind}"] {{ background: {t.colour(name + ".soft")};'
        f" border: 0; border-left: {t.space['xs']}px solid {t.colour(name)}; }}"
        for kind, name in (
            ("info", "brand"),
            ("attention", "attention"),
            ("blocked", "blocked"),
            ("done", "done"),
        )
    ]
    return (
        "\n".join(bars)
        + f"""
QFrame[look="sunken"] {{ background: {t.surface["sunken"]}; border: 0; }}
QFrame[look="raised"] {{ background: {t.surface["raised"]}; border: 0; }}
QFrame[look="page"] {{ background: {t.surface["page"]}; border: 0; }}
QFrame[look="boxed"] {{ background: {t.surface["page"]}; border: 1px solid {t.line["hair"]};
  border-radius: {t.radius}px; }}
QFrame[look="popup"] {{ background: {t.surface["page"]}; border: 1px solid {t.line["strong"]};
  border-radius: {t.radius}px; }}
QFrame[look="choice"] {{ background: {t.surface["page"]};
  border: 1px solid {t.line["hair"]}; border-radius: {t.radius}px; }}
QFrame[look="choice"]:hover {{ background: {t.surface["raised"]};
  border-color: {t.line["strong"]}; }}
QFrame[look="choice"]:focus {{ border: 2px solid {t.brand.colour}; }}
QFrame[look="line"] {{ background: transparent; border: 0;
  border-bottom: 1px solid {t.line["hair"]}; }}
QFrame[look="line"]:hover {{ background: {t.surface["raised"]}; }}
QFrame[look="line"]:focus {{ background: {t.surface["raised"]};
  border: 2px solid {t.brand.colour}; }}
QFrame[look="drop"] {{ background: {t.surface["raised"]};
  border: 2px dashed {t.line["strong"]}; border-radius: {t.radius}px; }}
QFrame[look="drop"][over="true"] {{ border-color: {t.brand.colour};
  background: {t.colour("brand.soft")}; }}
QFrame[look="rule"] {{ background: {t.line["hair"]}; border: 0; max-height: 1px;
  min-height: 1px; }}
QFrame[look="upright"] {{ background: {t.line["hair"]}; border: 0; max-width: 1px;
  min-width: 1px; }}
QScrollArea {{ background: transparent; border: 0; }}
QFrame[look="focus"] {{ background: transparent; border: 2px solid {t.brand.colour}; }}
QScrollArea > QWidget > QWidget[look="scrolled"] {{ background: {t.surface["page"]}; }}
QToolButton[look="place"] {{ border: 0; border-left: {t.space["xs"] - 1}px solid transparent;
  border-radius: 0; text-align: left; padding: {t.space["s"]}px {t.space["l"]}px
  {t.space["s"]}px {t.space["m"]}px; color: {t.ink["normal"]}; }}
QToolButton[look="place"]:hover {{ background: {t.line["hair"]}; }}
QToolButton[look="place"]:checked {{ background: {t.surface["page"]};
  color: {t.brand.colour}; font-weight: 600; border-left-color: {t.brand.colour}; }}
QToolButton[look="place"]:focus {{ text-decoration: underline; }}
"""
    )


def _menus(t: Tokens) -> str:
    return f"""
QMenu {{ background: {t.surface["page"]}; border: 1px solid {t.line["strong"]};
  padding: {t.space["xs"]}px 0; }}
QMenu::item {{ padding: {t.space["xs"] + 2}px {t.space["xl"]}px {t.space["xs"] + 2}px
  {t.space["m"]}px; }}
QMenu::icon {{ padding-left: {t.space["s"]}px; }}
QMenu::item:selected {{ background: {t.colour("brand.soft")}; color: {t.ink["strong"]}; }}
QMenu::item:disabled {{ color: {t.ink["disabled"]}; }}
QMenu::separator {{ height: 1px; background: {t.line["hair"]};
  margin: {t.space["xs"]}px 0; }}
"""


def _small(t: Tokens) -> str:
    return f"""
QProgressBar {{ background: {t.line["hair"]}; border: 0; border-radius: {t.space["xs"] // 2}px;
  max-height: {t.space["xs"]}px; min-height: {t.space["xs"]}px; }}
QProgressBar::chunk {{ background: {t.brand.colour};
  border-radius: {t.space["xs"] // 2}px; }}
QCalendarWidget QWidget#qt_calendar_navigationbar {{ background: {t.surface["sunken"]}; }}
QCalendarWidget QToolButton {{ color: {t.ink["strong"]}; font-weight: 600; }}
QCalendarWidget QSpinBox {{ min-height: 0; }}
QGroupBox {{ border: 0; font-weight: 600; margin-top: {t.space["l"]}px; }}
"""
