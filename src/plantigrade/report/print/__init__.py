"""The report on paper: one page and an appendix, as a tagged PDF."""
