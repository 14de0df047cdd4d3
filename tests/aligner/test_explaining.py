"""What beads are explained by: tokens as they stand in the texts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aligner import Lexicon, MissedToken, SharedToken, align, explain

GOLD = Path(__file__).parents[1] / "gold" / "sample"
VI = ["Chiều 14/3, tỉnh Trà Kót họp.", "Tỉnh có 412.000 hồ sơ?", "Quang cảnh phiên họp sáng nay."]
FR = ["Le 14 mars, la province de Tra Kot s'est réunie.", "Elle compte 412 000 dossiers."]


def test_tokens_stand_in_the_texts() -> None:
    alignment = align(VI, FR)
    first, second, null = explain(alignment)
    assert {
        SharedToken("number", "14/3", "14 mars"),
        SharedToken("name", "Trà Kót", "Tra Kot"),
        SharedToken("same", "Trà", "Tra"),
        SharedToken("phrase", "tỉnh", "province"),
    } <= set(first.shared)
    assert MissedToken("shape", "source", "?") in second.missed
    assert (null.shared, null.missed) == ((), ())
    assert [one.bead for one in explain(alignment)] == list(alignment)


def test_a_token_told_elsewhere_is_missed_here() -> None:
    source = ["Hôm nay Minh Anh hát.", "Ông Trần Văn Bảy ở Cà Mau nuôi 300 con tôm."]
    target = ["Aujourd'hui, on chante.", "Anh : M. Tran Van Bay élève 300 crevettes à Ca Mau."]
    missed = explain(align(source, target))[0].missed
    assert MissedToken("same", "source", "Anh") in missed


def test_renderings_that_were_sought_are_told() -> None:
    lexicon = Lexicon(("vi", "fr"), {"con mèo": ("chat", "petit chat"), "đen": ("noir",), "con chó": ("chien",)})
    explained = explain(align(["Con mèo đen."], ["Le chien noir."], lexicon=lexicon), lexicon=lexicon)[0]
    assert SharedToken("phrase", "đen", "noir") in explained.shared
    assert MissedToken("phrase", "source", "Con mèo", ("chat", "petit chat")) in explained.missed
    assert MissedToken("word", "target", "chien") in explained.missed
    with pytest.raises(ValueError, match="made for vi-fr"):
        explain(align("a", "b", languages=("und", "fr")), languages=("und", "fr"), lexicon=lexicon)


def test_every_share_of_a_page_has_its_tokens() -> None:
    page = json.loads((GOLD / "transport.json").read_text(encoding="utf-8"))
    for one in explain(align(page["vi"], page["fr"])):
        told = {token.kind for token in (*one.shared, *one.missed)}
        weighing = {name for name, share in one.bead.parts.items() if share}
        assert weighing - {"prior", "length", "parts"} == told


STRANGE = st.lists(
    st.one_of(
        st.text(max_size=50), st.sampled_from([*VI, *FR, "9" * 10_000, "1/1/1/", "A_b\u0301 C\u0301", "Anh " * 9])
    ),
    max_size=6,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STRANGE, STRANGE, st.sampled_from([("vi", "fr"), ("und", "und"), ("fr", "vi")]))
def test_any_text_is_explained(source: list[str], target: list[str], languages: tuple[str, str]) -> None:
    alignment = align(source, target, languages=languages)
    for explanation in explain(alignment, languages=languages):
        left, right = (
            [side[place].text for place in places]
            for side, places in (
                (alignment.source, explanation.bead.source),
                (alignment.target, explanation.bead.target),
            )
        )
        for token in explanation.shared:
            assert any(token.source in text for text in left)
        for missed in explanation.missed:
            assert any(missed.text in text for text in (left if missed.side == "source" else right))
