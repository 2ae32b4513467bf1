"""The web desk on 127.0.0.1."""
