"""From a build to a repository on a hub, and texts out of it again.

- `checking.check_dataset`: what stands in the way of publishing a dataset folder
- `passages.merge_card`: a new card that keeps what people wrote into the old one
- `release.write_release`: exactly the tree that is uploaded
- `difference.compare`: that tree against what is there
- `changes.with_earlier_versions`: the card's list of versions
- `hub.Hub`: the few things asked of the hub's client; `explaining`: its errors as sentences
- `xet`: whether the hub's storage for large files can be used
- `older.revisions_with_withdrawn`: older revisions that may hold what was taken out
- `verifying.verify`: the published revision, loaded back
- `uploading.publish`: all of it, in order; `vifr publish`
- `withdrawing.withdraw`: texts out of a build for good; `vifr withdraw`
"""

from corpus.publishing.uploading import PublishOptions, PublishReport, publish
from corpus.publishing.withdrawing import WithdrawReport, withdraw

__all__ = ["PublishOptions", "PublishReport", "WithdrawReport", "publish", "withdraw"]
