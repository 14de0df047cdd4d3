"""`vifr config`: show the settings of a build."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from corpus.cli.common import print_json, reported


def register(app: typer.Typer) -> None:
    """Add the verb to the command."""
    app.command("config", epilog="Example: vifr config > vifr.toml")(config_command)


def config_command(
    config: Annotated[Path | None, typer.Option(help="A TOML file to check and complete.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of TOML.")] = False,
) -> None:
    """Print every setting with its value, as TOML that `vifr build --config` reads."""
    from corpus.config import config_dict, config_toml, load_config

    with reported():
        settings = load_config(config)
        if as_json:
            print_json(config_dict(settings))
        else:
            typer.echo(config_toml(settings), nl=False)
