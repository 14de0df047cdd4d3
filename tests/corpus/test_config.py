"""Settings: what is printed is read back, what is wrong is named."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from corpus.config import BuildConfig, ConfigError, config_toml, load_config
from corpus.selection import SelectConfig
from corpus.splits import SplitConfig


def test_round_trip(tmp_path: Path) -> None:
    path = tmp_path / "vifr.toml"
    path.write_text(config_toml(BuildConfig()), encoding="utf-8")
    assert load_config(path) == BuildConfig()


def test_a_file_changes_what_it_names_only(tmp_path: Path) -> None:
    path = tmp_path / "vifr.toml"
    costs = '[align.costs]\nlength_noise = 27.5\n[align.costs.priors]\n"1-2" = 0.2\n'
    path.write_text(f'[select]\nmin_quality = 1\n{costs}[card]\nlicense = "cc0-1.0"\n')
    config = load_config(path)
    assert config.select.min_quality == 1.0
    assert config.align.costs.length_noise == 27.5
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
        ("[select]\nmin_quality = nan", r"vifr.toml: select.min_quality must be a finite number, not nan"),
        ("[align]\ntemperature = -inf", r"align.temperature must be a finite number, not -inf"),
        ("[align.costs.priors]\n'1-2' = inf", r"align.costs.priors.1-2 must be a finite number"),
        ("[select]\nstrict_quality = 95", r"vifr.toml: select.strict_quality must be between 0 and 1, not 95.0"),
        ("[pairing]\nslug_trust = 1.01", r"pairing.slug_trust must be between 0 and 1"),
        ("[learn]\nleast_probability = -0.1", r"learn.least_probability must be between 0 and 1"),
        ("[align]\ntemperature = 0", r"align.temperature must be above 0, not 0.0"),
        ("[align.costs]\nlength_spread = -1", r"align.costs.length_spread must be above 0, not -1.0"),
        ("[align.costs]\nlength_noise = -1.0", r"align.costs.length_noise must be 0 or more"),
        ("[align.costs.priors]\n'1-1' = 0", r"align.costs.priors.1-1 must be above 0 and at most 1"),
        ("[align.moves]\nprior = 2.0", r"align.moves.prior must be between 0 and 1"),
        ("[align.windows]\nsentences = 0", r"align.windows.sentences must be above 0"),
        ("[align.windows]\nmargin = 40", r"align.windows.margin must be below sentences \(40\), not 40"),
        ("[clean]\nheader_share = 2.0", r"clean.header_share must be between 0 and 1"),
        ("[split]\ntest = 0.6\nvalidation = 0.6", r"vifr.toml: split.validation 0.6 and split.test 0.6 must add up"),
        ("[select\n", r"vifr.toml"),
    ],
)
def test_errors_name_key_and_remedy(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "vifr.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=message):
        load_config(path)


@pytest.mark.parametrize("value", [math.nan, math.inf, -0.01, 1.01])
def test_a_share_that_is_none_is_refused_in_code_too(value: float) -> None:
    with pytest.raises(ValueError, match=r"select\.min_quality must be between 0 and 1"):
        SelectConfig(min_quality=value)
    with pytest.raises(ValueError, match=r"split\.test must be between 0 and 1"):
        SplitConfig(test=value)
