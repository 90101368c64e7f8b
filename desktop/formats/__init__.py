"""Neutral documents and their writers: .pdf, .docx, .xlsx and text."""
