"""What the field calls things, once, as data: words with the money they stand for, periods, captions, names."""
