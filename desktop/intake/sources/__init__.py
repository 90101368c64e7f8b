"""Files and pasted text taken apart: what stands where, before anything is understood."""
