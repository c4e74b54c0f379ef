"""A clinic's own tables: CSV and Excel files in, whatever their columns are called; one plain table out."""
