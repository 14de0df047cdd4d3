"""Settings: what is printed is read back, what is wrong is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.config import BuildConfig, ConfigError, config_toml, load_config


def test_round_trip(tmp_path: Path) -> None:
    path = tmp_path / "vifr.toml"
    path.write_text(config_toml(BuildConfig()), encoding="utf-8")
    assert load_config(path) == BuildConfig()


def test_a_file_changes_what_it_names_only(tmp_path: Path) -> None:
    path = tmp_path / "vifr.toml"
    path.write_text('[select]\nmin_quality = 1\n[align.costs.priors]\n"1-2" = 0.2\n[card]\nlicense = "cc0-1.0"\n')
    config = load_config(path)
    assert config.select.min_quality == 1.0
    assert config.align.costs.priors[1, 2] == 0.2
    assert config.align.costs.priors[1, 1] == BuildConfig().align.costs.priors[1, 1]
    assert config.card.license == "cc0-1.0"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[align]\nspeed = 1", r"unknown key 'align.speed'.*temperature"),
        ("[align.costs.priors]\n'5-5' = 0.1", r"unknown key align.costs.priors.'5-5'"),
        ("[select]\nmin_quality = 'high'", r"select.min_quality must be float, not 'high'"),
        ("align = 3", r"align must be a table"),
        ("[select\n", r"vifr.toml"),
    ],
)
def test_errors_name_key_and_remedy(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "vifr.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=message):
        load_config(path)
