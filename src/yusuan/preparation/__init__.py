"""What a budget is made with, before there are tables: standards, ceilings, consolidation, statutory days."""
