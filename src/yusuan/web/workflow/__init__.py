"""Two up, two down (两上两下): states, transitions as values, deadlines, and what waits for whom."""
