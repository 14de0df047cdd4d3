"""The random sample of a session: what is still to be judged, and what the judgements say so far."""

from __future__ import annotations

from corpus.reviewing.book import Book
from corpus.reviewing.calibration import built_line
from corpus.reviewing.frame import sampling_frame, session_said, session_strata, statement
from corpus.reviewing.journal import live
from corpus.reviewing.records import ACCEPT, REJECT, piece_id
from corpus.reviewing.sampling import BATCH, LEAST_JUDGED, draw, estimate, is_enough


def draw_sample(book: Book) -> None:
    """Make the book's queue the pairs of the sample that this reviewer has not judged, in the order of the draw."""
    judged = {
        piece_id(one.documents, one.before[0])
        for one in live(book.standing.records)
        if one.blind and one.reviewer == book.journal.reviewer and one.verdict in (ACCEPT, REJECT)
    }
    frame = sampling_frame(book.standing, built_line(book.journal.folder.parent))
    book.wait_for(identifier for identifier in draw(frame) if identifier not in judged)


def news_after(book: Book, margin: float) -> str | None:
    """What the sample says at the end of a batch; nothing in the middle of one, nor for a pair judged before."""
    decisions = live(book.standing.records)
    count, before = (len(session_said(book.standing, some)) for some in (decisions, decisions[:-1]))
    return sample_news(book, margin) if count > before and count % BATCH == 0 else None


def sample_news(book: Book, margin: float) -> str:
    """What the sample says so far, for the reviewer."""
    strata = session_strata(book.standing, live(book.standing.records), built_line(book.journal.folder.parent))
    found = estimate(strata)
    if not found.judged:
        return "Nothing of the sample was judged."
    if is_enough(strata, margin):
        return f"Enough: {statement(found)}. The next build writes it into the card."
    rest = f"at least {LEAST_JUDGED}" if found.judged < LEAST_JUDGED else f"the next multiple of {BATCH}"
    return f"{statement(found)}; the interval is still wider than ±{100 * margin:g} points: go on to {rest}."
