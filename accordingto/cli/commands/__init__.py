"""One file a command, each with `command`; what it needs is loaded when it runs, so that `--help` is quick."""
