"""What each gate shows: pure functions from the session to a page."""
