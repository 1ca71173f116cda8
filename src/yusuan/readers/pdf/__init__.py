"""PDF pages: glyphs, lines, rulings, grids and paragraphs."""
