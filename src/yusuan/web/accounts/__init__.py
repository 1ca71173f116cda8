"""Who works here: users, how they prove it, and what roles they hold where and when."""
