"""Files before anybody reads them: taken from the inbox, copied, expanded, delivered."""
