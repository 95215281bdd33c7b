"""What the pages print: pure functions from the model's objects to frozen records."""
