"""The commands: `accordingto NAME …`, one file each in `commands`, found by listing that room.

Data goes to stdout, progress and errors to stderr. An error of ours is one line and its exit code (1: something failed,
2: the call cannot be carried out as written); a bug shows its traceback.
"""

from __future__ import annotations

import logging
import os
import pkgutil
import sys
from importlib import import_module

import click

from accordingto.cli import commands
from accordingto.errors import AccordingtoError
from accordingto.shown import shown

INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells have it (128 and the signal's number)."""


class Room(click.Group):
    """A group whose commands are the files of a room, each loaded when it is named."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        return sorted(module.name for module in pkgutil.iter_modules(commands.__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of a name, or None."""
        if cmd_name not in self.list_commands(ctx):
            return None
        command = import_module(f"{commands.__name__}.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Carry out a command and turn what it raises into an exit code."""
        try:
            return super().invoke(ctx)
        except AccordingtoError as error:
            click.echo(f"accordingto: {shown(str(error))}", err=True)
            ctx.exit(error.exit_code)
        except BrokenPipeError:
            # Who reads our output has had enough. What is still buffered must not be tried again at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)
        except KeyboardInterrupt:
            click.echo("accordingto: stopped", err=True)
            ctx.exit(INTERRUPTED)


@click.group(cls=Room, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("-v", "--verbose", is_flag=True, help="Write what goes on to stderr.")
@click.version_option(package_name="accordingto")
def main(verbose: bool) -> None:
    """Read the news reports of a story and keep the record of who says what.

    \b
    Examples:
      accordingto demo                      the sample story, read and shown
      accordingto read reports/             read a folder of saved reports into story.db
      accordingto brief                     the story on one page
      accordingto find --act deny troops    who denies what about troops
    """
    logging.basicConfig(level=logging.INFO if verbose else logging.CRITICAL, format="%(name)s: %(message)s")
    for stream in (sys.stdout, sys.stderr):
        # A report may hold what the terminal's encoding does not.
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="replace")
