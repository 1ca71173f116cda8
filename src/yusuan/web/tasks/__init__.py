"""Work done in the background by one worker process: queued in the database, leased, taken up again."""
