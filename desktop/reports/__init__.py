"""Reports: figures and activities as neutral documents, one file per report."""
