"""Why something could not be looked at: the closed list of reasons, as ids with parameters.

This room holds no texts. Whoever shows a reason has a text for each id in `REASONS`; a test of the
catalogue can walk it.
"""

from types import MappingProxyType

# id -> the parameters that its text may use
REASONS = MappingProxyType(
    {
        # the file
        "file.missing": ("name",),
        "file.not-a-file": ("name",),
        "file.unreadable": ("name",),
        "file.empty": ("name",),
        "file.too-large": ("name", "megabytes", "limit"),
        "picture.unknown-format": ("name",),
        "picture.damaged": ("name",),
        "picture.too-many-pixels": ("name", "width", "height", "limit"),
        "picture.too-long": ("name", "width", "height", "limit"),
        "picture.animation": ("name", "frames"),
        "picture.too-many-frames": ("name", "frames", "limit"),
        "picture.several-pages": ("name", "pages"),
        "picture.more-than-a-picture": ("name", "bytes"),
        "picture.profile": ("name",),
        "picture.too-many-views": ("name",),
        "picture.too-many-faces": ("limit",),
        "picture.takes-too-long": ("seconds",),
        # a film
        "film.broken": ("name",),
        "film.no-frames": ("name",),
        "film.sound-only": ("name",),
        "film.damaged": ("name", "start", "end"),
        "film.times": ("name",),
        "film.size-changes": ("name", "at"),
        "film.shape": ("name",),
        "film.too-long": ("name", "limit"),
        "film.too-many-frames": ("name", "limit"),
        "film.colours": ("name",),
        "film.codec": ("name", "codec"),
        "film.encrypted": ("name",),
        "film.transparent": ("name",),
        "film.subtitles": ("name",),
        "film.attachment": ("name",),
        "film.more-than-a-film": ("name", "bytes"),
        "film.sound-unheard": (),
        "film.too-much-found": ("megabytes",),
        # sound, in a file of its own or in a film
        "sound.broken": ("name",),
        "sound.empty": ("name",),
        "sound.damaged": ("name", "start"),
        "sound.times": ("name",),
        "sound.changes": ("name", "at"),
        "sound.too-long": ("name", "limit"),
        "sound.too-many-channels": ("name", "channels", "limit"),
        "sound.rate": ("name", "rate"),
        "sound.codec": ("name", "codec"),
        "sound.no-numbers": ("name",),
        "sound.more-than-sound": ("name", "bytes"),
        # an archive of frames; member: a file in it
        "archive.broken": ("name",),
        "archive.encrypted": ("name", "member"),
        "archive.link": ("name", "member"),
        "archive.path": ("name", "member"),
        "archive.too-large": ("name", "member", "limit"),
        "sequence.no-frames": ("name",),
        "sequence.not-a-frame": ("name", "member"),
        "sequence.several": ("name", "member", "other"),
        "sequence.missing": ("name", "first", "last"),
        "sequence.sizes": ("name", "member"),
        "sequence.frame": ("name", "member"),
        "sequence.rate": ("name",),
        # the decoding
        "decoder.timeout": ("name", "seconds"),
        "decoder.failed": ("name",),
        "decoder.not-isolated": (),
        # models and thresholds
        "model.missing": ("model", "folder"),
        "model.altered": ("model", "file"),
        "engine.failed": ("engine",),
        "thresholds.unreadable": ("file",),
        "thresholds.missing": ("encoders",),
        # one finding of a sense: what a sense adds begins with its name
        "face.not-encodable": (),
        "face.too-small": (),
        "face.too-blurred": (),
        "face.too-little": (),
        "face.unclear": (),
        "face.changes": (),
        "voice.not-encodable": (),
        "voice.too-short": (),
        "voice.overlap": (),
        "voice.narrow": (),
        "voice.at-once": (),
        # one that waits for a person
        "face.several-people": (),
        "face.look-alikes": (),
        "face.person-elsewhere": (),
        "voice.several-people": (),
        "voice.look-alikes": (),
        "voice.person-elsewhere": (),
        "voice.other-pitch": (),
        # the gallery
        "gallery.empty": (),
        "gallery.encoder-missing": ("encoder",),
        "gallery.too-large": ("subjects", "limit"),
    }
)


BELOW_LIMITS = "too-"


def below_limits(reason: str | None) -> bool:
    """Whether a finding's reason says that it is below its sense's limits (too small, too blurred, too short): then it is
    nobody's who could be recognised, rather than one that could not be compared."""
    return reason is not None and reason.partition(".")[2].startswith(BELOW_LIMITS)


class Undecidable(Exception):
    """Something cannot be looked at, so nothing may be cleared on it.

    `reason` is an id of `REASONS`; `params` are the values for its text. Neither ever holds a vector or a
    picture.
    """

    def __init__(self, reason: str, **params: str | int | float) -> None:
        if set(params) != set(REASONS[reason]):
            raise TypeError(f"{reason} takes {REASONS[reason]}, not {tuple(params)}")
        self.reason = reason
        self.params = params
        super().__init__(reason + "".join(f" {key}={value}" for key, value in params.items()))
