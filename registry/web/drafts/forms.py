"""The file that is sent in under a declared use."""

from flask_wtf.file import FileField

from registry.web.forms import Form, Required


class FileForm(Form):
    """One picture, film or recording."""

    file = FileField("check-file-label", [Required()], render_kw={"accept": "image/*,video/*,audio/*,.mxf,.mkv"})
