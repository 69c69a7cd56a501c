"""Who looks at a picture loads nothing that only films, voices or a second opinion need: each costs more than looking does."""

import subprocess
import sys

from tests.common.parts import PROJECT

LOOK = """
import sys
from pathlib import Path
from matching import examine
from matching.installed import SENSES

finders = [sense.load(sense.available()) for sense in SENSES]
found = examine(Path("registry/demo/pictures/people/mara-lind/4.jpg"), *finders)
print(len(found.appearances), sorted({"av", "c2pa", "dlib", "kaldi_native_fbank", "PIL"} & sys.modules.keys()))
"""


def test_a_picture_loads_no_voice_no_film_and_no_second_opinion() -> None:
    told = subprocess.run([sys.executable, "-c", LOOK], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert told.stdout == "1 []\n"


def test_the_examiner_loads_no_list_of_passwords() -> None:
    others = {"zxcvbn", "flask", "av", "alembic", "cv2", "limits", "sqlakeyset"}
    loads = f"import sys, registry.cli.examiner, registry.cli.shared; print(sorted({others} & sys.modules.keys()))"
    told = subprocess.run([sys.executable, "-c", loads], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert told.stdout == "[]\n"
