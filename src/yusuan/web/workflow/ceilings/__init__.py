"""What finance allows (控制数) and approves (批复数), by unit and measure."""
