"""Sổ Công đoàn: an offline desktop program for Vietnamese trade-union offices."""

__version__ = "0.1.0"
