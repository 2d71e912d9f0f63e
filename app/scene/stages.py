"""One step in slow motion, as the browser is sent it: every number of every recorded step."""

from app.scene.binary import packed
from app.scene.coding import single
from samgs_core.record import Record
from samgs_core.stages import stages


def stages_message(record: Record, start: int) -> bytes:
    """The stages of the run from one start, and in the header what explains them."""
    optimizer = record.experiment.optimizer
    header = {
        "idea": record.experiment.method.card.idea,
        "optimizer": {
            "title": optimizer.title,
            "rule": optimizer.rule,
            "rate": getattr(optimizer, "lr", None),
            "memory": [each._asdict() for each in optimizer.memory],
        },
        "hasBox": record.experiment.landscape.box is not None,
    }
    told = stages(record, start)._asdict()
    return packed(header, {name: single(values) for name, values in told.items()})
