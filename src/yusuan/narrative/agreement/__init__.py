"""What sentences say, held against each other: levels, changes, parts, lists, wording."""
