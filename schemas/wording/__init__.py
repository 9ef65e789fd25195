"""What people read, in English and Japanese: messages, notices, events, order pages."""
