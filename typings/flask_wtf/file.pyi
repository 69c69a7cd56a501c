from typing import Any

import wtforms

class FileField(wtforms.FileField):
    data: Any

class MultipleFileField(wtforms.MultipleFileField):
    data: Any
