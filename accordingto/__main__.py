"""`python -m accordingto` is `accordingto`."""

from accordingto.cli import main

if __name__ == "__main__":
    main()
