"""A dataset as pandas frames, so that a notebook can go on where the build ends."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from corpus.splits import SPLITS


def load_pairs(folder: Path | str, config: str = "vi-fr", *, split: str | None = None) -> pd.DataFrame:
    """The rows of a build's dataset as a frame, with a column `split`; of `vi-fr` also the two texts as columns `vi`
    and `fr`.

    ``folder`` is the folder of a build or its ``dataset/``; ``config`` any configuration of it (``documents``, ...);
    ``split`` one split only. Raises ``FileNotFoundError``, naming what there is, where the configuration or split is
    not there.
    """
    root = Path(folder)
    root = root / "dataset" if (root / "dataset").is_dir() else root
    frames = []
    for name in (split,) if split else SPLITS:
        for path in sorted((root / config).glob(f"{name}-*.parquet")):
            frame = pq.read_table(path).to_pandas()
            frame["split"] = name
            frames.append(frame)
    if not frames:
        found = sorted(path.parent.name + "/" + path.stem.split("-")[0] for path in root.glob("*/*.parquet"))
        wanted = f"{config}/{split or '*'}"
        raise FileNotFoundError(f"{root}: no {wanted}; there is: {', '.join(dict.fromkeys(found)) or 'no dataset'}")
    rows: pd.DataFrame = pd.concat(frames, ignore_index=True)
    if "translation" in rows:
        rows["vi"] = [pair["vi"] for pair in rows["translation"]]
        rows["fr"] = [pair["fr"] for pair in rows["translation"]]
    return rows
