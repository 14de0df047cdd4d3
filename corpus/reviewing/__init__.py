"""People look at pairs, mend them, and say how good the corpus is.

- `records`, `journal`: a decision, and the append-only files that keep it
- `pieces`, `applying`: find a decision's text again and put its outcome in place of what stands there
- `rebuilding`: everyone's decisions applied by a build
- `mending`: accept, reject, edit, merge, split, shift, swap
- `tables`, `document`, `standing`, `queue`, `book`, `desk`: a session over a built dataset
- `plain`, `screen`, `sheet`: line by line, full screen, spreadsheet
- `sampling`, `frame`, `agreement`: the random sample, its frame, and how far two reviewers agree
"""
