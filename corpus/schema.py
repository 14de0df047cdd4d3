"""Columns and types of the tables that a build writes. They are fixed in every shard, empty ones included."""

from __future__ import annotations

import json

import pyarrow as pa

SPANS = pa.list_(pa.list_(pa.int32()))

PAIRS = pa.schema(
    [
        ("id", pa.string()),
        ("translation", pa.struct([("fr", pa.string()), ("vi", pa.string())])),
        ("source_lang", pa.string()),
        ("target_lang", pa.string()),
        ("source_sentences", pa.list_(pa.string())),
        ("target_sentences", pa.list_(pa.string())),
        ("alignment_type", pa.string()),
        ("quality", pa.float32()),
        ("alignment_probability", pa.float32()),
        ("score_length", pa.float32()),
        ("score_numbers", pa.float32()),
        ("score_names", pa.float32()),
        ("score_lexical", pa.float32()),
        ("flags", pa.list_(pa.string())),
        ("document_pair", pa.string()),
        ("source_document", pa.string()),
        ("target_document", pa.string()),
        ("source_index", pa.list_(pa.int32())),
        ("target_index", pa.list_(pa.int32())),
        ("source_spans", SPANS),
        ("target_spans", SPANS),
        ("source_url", pa.string()),
        ("target_url", pa.string()),
        ("source_date", pa.string()),
        ("target_date", pa.string()),
        ("publisher", pa.string()),
        ("target_origin", pa.string()),
        ("origin_evidence", pa.string()),
        ("review_status", pa.string()),
    ]
)

DOCUMENTS = pa.schema(
    [
        ("id", pa.string()),
        ("source_document", pa.string()),
        ("target_document", pa.string()),
        ("source_text", pa.string()),
        ("target_text", pa.string()),
        ("source_title", pa.string()),
        ("target_title", pa.string()),
        ("source_url", pa.string()),
        ("target_url", pa.string()),
        ("source_date", pa.string()),
        ("target_date", pa.string()),
        ("publisher", pa.string()),
        ("confidence", pa.float32()),
        ("evidence", pa.list_(pa.string())),
        (
            "alignment",
            pa.list_(
                pa.struct(
                    [
                        ("source", pa.list_(pa.int32())),
                        ("target", pa.list_(pa.int32())),
                        ("probability", pa.float32()),
                        ("moved", pa.bool_()),
                    ]
                )
            ),
        ),
    ]
)

REJECTED = pa.schema(
    [
        ("item", pa.string()),
        ("kind", pa.string()),
        ("stage", pa.string()),
        ("reason", pa.string()),
        ("detail", pa.string()),
        ("source_text", pa.string()),
        ("target_text", pa.string()),
    ]
)


def hub_features(schema: pa.Schema) -> list[dict[str, object]]:
    """The columns as the hub's dataset cards list them under ``dataset_info.features``."""
    return [_hub_feature(field.name, field.type) for field in schema]


def hub_schema(schema: pa.Schema) -> pa.Schema:
    """The schema with the metadata by which the ``datasets`` library knows its feature types, `Translation` among
    them."""
    features = {field.name: _datasets_feature(field.name, field.type) for field in schema}
    return schema.with_metadata({"huggingface": json.dumps({"info": {"features": features}}, sort_keys=True)})


def _hub_feature(name: str, kind: pa.DataType) -> dict[str, object]:
    if name == "translation":
        return {"name": name, "dtype": {"translation": {"languages": ["vi", "fr"]}}}
    if pa.types.is_list(kind):
        return {"name": name, **_hub_list(kind)}
    return {"name": name, "dtype": _type_name(kind)}


def _hub_list(kind: pa.DataType) -> dict[str, object]:
    inner = kind.value_type
    if pa.types.is_struct(inner):
        return {"list": [_hub_feature(inner.field(i).name, inner.field(i).type) for i in range(inner.num_fields)]}
    if pa.types.is_list(inner):
        return {"list": _hub_list(inner)}
    return {"list": _type_name(inner)}


def _datasets_feature(name: str, kind: pa.DataType) -> dict[str, object]:
    if name == "translation":
        return {"languages": ["vi", "fr"], "_type": "Translation"}
    if pa.types.is_list(kind):
        return {"feature": _datasets_feature("", kind.value_type), "_type": "List"}
    if pa.types.is_struct(kind):
        return {
            kind.field(i).name: _datasets_feature(kind.field(i).name, kind.field(i).type)
            for i in range(kind.num_fields)
        }
    return {"dtype": _type_name(kind), "_type": "Value"}


def _type_name(kind: pa.DataType) -> str:
    """The name that the datasets library has for a plain type."""
    return "float32" if kind == pa.float32() else str(kind)
