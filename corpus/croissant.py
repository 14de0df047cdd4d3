"""The dataset in Croissant 1.0 with its responsible-AI fields: JSON-LD that search engines and loaders read.

The context is that of version 1.0, since validators still refuse later ones. Addresses of files are relative to the
folder until the dataset is published under a name. No clock is read: the date is that of the latest page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from corpus.config import CardConfig
from corpus.notices import OTHER, creator_name, removal_text, summary
from corpus.personal import personal_text

CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataBiases": "cr:dataBiases",
    "dataCollection": "cr:dataCollection",
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "personalSensitiveInformation": "cr:personalSensitiveInformation",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
CONFORMS_TO = ("http://mlcommons.org/croissant/1.0", "http://mlcommons.org/croissant/RAI/1.0")
PARQUET = "application/x-parquet"
LOCAL_HOME = "README.md"
"""Stands for the dataset's address until it has one."""


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file of a configuration: its path in the dataset, its SHA-256 and its size in bytes."""

    path: str
    sha256: str
    size: int


def croissant(
    card: CardConfig, metrics: Mapping[str, Any], files: Sequence[DataFile], schemas: Mapping[str, pa.Schema]
) -> dict[str, Any]:
    """The whole description; ``schemas`` maps each configuration that is there to its columns."""
    described = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": list(CONFORMS_TO),
        "name": card.pretty_name,
        "description": summary(metrics),
        "license": card.license_link if card.license == OTHER else card.license,
        "url": LOCAL_HOME,
        "version": card.version,
        "creator": {"@type": "sc:Organization", "name": creator_name(card)},
        "publisher": {"@type": "sc:Organization", "name": creator_name(card)},
        "inLanguage": ["vi", "fr"],
        "keywords": ["parallel corpus", "sentence alignment", "machine translation", "news", "Vietnamese", "French"],
        "citeAs": f"{creator_name(card)}: {card.pretty_name}, version {card.version}",
        "isLiveDataset": False,
        **_responsible(card, metrics),
        "distribution": [part for name in sorted(schemas) for part in _distribution(name, files)],
        "recordSet": [_record_set(name, schemas[name]) for name in sorted(schemas)],
    }
    if metrics["dates"]:
        described["datePublished"] = metrics["dates"]["last"]
    return described


def _responsible(card: CardConfig, metrics: Mapping[str, Any]) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "rai:dataCollection": "Public pages of Vietnamese news sites and the French pages that republish them.",
        "rai:dataCollectionType": ["Web Scraping"],
        "rai:dataManipulationProtocol": "Page furniture is removed line by line by named rules; every removed line, "
        "page and pair is counted in the ledger of metrics.json.",
        "rai:dataPreprocessingProtocol": "Pages are paired by source links, titles, numbers and names, split into "
        "sentences, and aligned by lengths, anchors and words.",
        "rai:dataAnnotationProtocol": "Quality and flags come from rules and a small calibrated model; people's "
        "decisions are in review_status.",
        "rai:dataReleaseMaintenancePlan": f"New versions are commits of the same repository. {removal_text(card)}",
        "rai:personalSensitiveInformation": f"News names people. {personal_text(metrics['personal_data'])}",
        "rai:dataBiases": "Vietnamese state and party media are over-represented, and with them their subjects and "
        "style; the French is translationese.",
        "rai:dataLimitations": "The French is in general machine translation: no reference for evaluating machine "
        "translation, and no sample of French as people write it.",
        "rai:dataUseCases": "Training and analysis of translation between Vietnamese and French with known origin; "
        "study of machine translation errors; sentence alignment.",
    }
    if metrics["dates"]:
        fields["rai:dataCollectionTimeframe"] = [metrics["dates"]["first"], metrics["dates"]["last"]]
    return fields


def _distribution(name: str, files: Sequence[DataFile]) -> list[dict[str, Any]]:
    own = [file for file in files if file.path.startswith(f"{name}/")]
    objects = [
        {
            "@type": "cr:FileObject",
            "@id": file.path,
            "name": file.path,
            "contentUrl": file.path,
            "contentSize": f"{file.size} B",
            "encodingFormat": PARQUET,
            "sha256": file.sha256,
        }
        for file in own
    ]
    together = {
        "@type": "cr:FileSet",
        "@id": f"{name}-files",
        "name": f"{name}-files",
        "encodingFormat": PARQUET,
        "includes": f"{name}/*.parquet",
    }
    return [*objects, together]


def placed_croissant(described: Mapping[str, Any], home: str) -> dict[str, Any]:
    """The description of a dataset that has a repository: ``home`` is its address on a hub.

    File sets are then parts of the git repository, as hubs describe their datasets themselves.
    """
    repository = {
        "@type": "cr:FileObject",
        "@id": "repository",
        "name": "repository",
        "contentUrl": home,
        "encodingFormat": "git+https",
        # A repository has no checksum of its own; the field is required, and hubs fill it with this address.
        "sha256": "https://github.com/mlcommons/croissant/issues/80",
    }
    parts = []
    for part in described["distribution"]:
        if part["@type"] == "cr:FileSet":
            parts.append({**part, "containedIn": {"@id": "repository"}})
        else:
            parts.append({**part, "contentUrl": f"{home}/resolve/main/{part['contentUrl']}"})
    return {**described, "url": home, "distribution": [repository, *parts]}


def _record_set(name: str, schema: pa.Schema) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "key": {"@id": f"{name}/id"},
        "field": [_field(f"{name}-files", name, column.name, column.type) for column in schema],
    }


def _field(files: str, record_set: str, name: str, kind: pa.DataType) -> dict[str, Any]:
    inner, depth = kind, 0
    while pa.types.is_list(inner):
        inner, depth = inner.value_type, depth + 1
    source = {"fileSet": {"@id": files}, "extract": {"column": name}}
    field: dict[str, Any] = {"@type": "cr:Field", "@id": f"{record_set}/{name}", "name": name}
    if depth:
        field["repeated"] = True
    if not pa.types.is_struct(inner):
        return {**field, "dataType": _data_type(inner), "source": source}
    parts = [inner.field(number) for number in range(inner.num_fields)]
    return {**field, "subField": [_sub_field(record_set, name, part.name, part.type, source) for part in parts]}


def _sub_field(record_set: str, parent: str, name: str, kind: pa.DataType, source: Mapping[str, Any]) -> dict[str, Any]:
    """A part of a structure, taken out of its column by its name."""
    inner = kind
    while pa.types.is_list(inner):
        inner = inner.value_type
    return {
        "@type": "cr:Field",
        "@id": f"{record_set}/{parent}/{name}",
        "name": f"{parent}/{name}",
        "dataType": _data_type(inner),
        "source": {**source, "transform": {"jsonPath": name}},
    }


def _data_type(kind: pa.DataType) -> str:
    """The schema.org type of a plain column."""
    if pa.types.is_floating(kind):
        return "sc:Float"
    if pa.types.is_integer(kind):
        return "sc:Integer"
    return "sc:Boolean" if pa.types.is_boolean(kind) else "sc:Text"
