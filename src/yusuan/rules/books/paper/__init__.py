"""The document as a whole: its parts, its contents page, its years, its pages."""
