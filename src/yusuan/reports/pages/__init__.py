"""Pictures of pages with marks on what was found."""
