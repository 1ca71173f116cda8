"""What every page stands in: the frame, navigation, how money and days are written."""
