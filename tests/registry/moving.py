"""Files that move and are no films: an animated GIF, and a ZIP of PNG frames, of somebody who walks through a room."""

import io
import zipfile

from PIL import Image

from registry.desk import Desk
from tests.common.moving import HEIGHT, WIDTH, portrait, set_, with_

FRAMES = 6
KINDS = ("gif", "zip")


def moving(kind: str, person: str = "anselm-pryce") -> tuple[str, bytes]:
    """Its name and its content. kind: of `KINDS`."""
    room, face = set_(), portrait(person)
    frames = [Image.fromarray(with_(room, face, WIDTH / 2 + 4 * number, HEIGHT / 2, 260)) for number in range(FRAMES)]
    file = io.BytesIO()
    if kind == "gif":
        frames[0].save(file, "GIF", save_all=True, append_images=frames[1:], duration=40, loop=0)
        return "shot.gif", file.getvalue()
    with zipfile.ZipFile(file, "w") as archive:
        for number, frame in enumerate(frames, start=1001):
            content = io.BytesIO()
            frame.save(content, "PNG")
            archive.writestr(f"shot.{number:04}.png", content.getvalue())
    return "shot.zip", file.getvalue()


def with_own_eyes(desk: Desk) -> None:
    """The desk looks at files itself, with the models, before it has looked at any."""
    assert not {"eyes", "senses", "thresholds", "examiner"} & set(vars(desk))
    desk._examine = desk._thresholds = None
