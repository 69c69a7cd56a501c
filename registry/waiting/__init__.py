"""What waits for somebody, whatever it is: every question that an account may answer now, in one list."""
