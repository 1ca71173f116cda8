"""Pages as both paper formats print them: which page everything stands on is decided once, here."""
