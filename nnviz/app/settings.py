"""The table of what the program remembers: type, default, what is allowed, and its text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Annotated, Any, Literal, TypeAlias

import msgspec

from nnviz.app.view_state import Motion, Samples, Theme
from nnviz.engine.message import Message, message
from nnviz.engine.orientation import Orientation
from nnviz.playback.pace import Granularity
from nnviz.scene.options import ProductView

Language: TypeAlias = Literal["system", "en", "zh"]


class Settings(msgspec.Struct, frozen=True):
    """All settings with their defaults; a value of the wrong type or range is never in here."""

    language: Language = "system"
    theme: Theme = "system"
    orientation: Orientation = "textbook"
    granularity: Granularity = "cell"
    speed: Annotated[float, msgspec.Meta(ge=0.25, le=4.0)] = 1.0
    digits: Annotated[int, msgspec.Meta(ge=2, le=6)] = 3
    samples: Samples = "auto"
    product_view: ProductView = "usual"
    motion: Motion = "system"
    text_scale: Annotated[int, msgspec.Meta(ge=100, le=200)] = 100  # per cent
    lens: bool = False
    notation: dict[str, Any] | None = None  # Notation.to_dict; None: the program's own
    notation_in_projects: bool = False  # a saved project says in which notation it was seen
    watch_training: bool = True  # the stage follows while a run is trained
    train_pace: Annotated[int, msgspec.Meta(ge=0)] = 0  # iterations a second; 0: all there can be
    window_geometry: str = ""  # opaque, base64
    window_panels: str = ""  # opaque, base64
    speaker_view: bool = True  # on a second screen, while one presents
    welcomed: bool = False  # the hint of the first start has been put away, or seen to the end
    guide_page: str = "start"  # that was read last, or an anchor on it
    guide_zoom: Annotated[int, msgspec.Meta(ge=80, le=200)] = 100
    guide_geometry: str = ""  # opaque, base64
    recent_commands: tuple[str, ...] = ()  # chosen in the palette, the newest first
    folded_groups: tuple[str, ...] = ("schedule", "start")  # of the build panel
    open_strips: tuple[str, ...] = ()  # the code under the stage, the symptoms beside the map
    panels_put_away: tuple[str, ...] = ()  # wanted, but the window was too small for them
    recent: tuple[str, ...] = ()  # files opened or saved, the newest first
    last_folder: str = ""  # in which a file was opened or saved
    last_file: str = ""  # that was open when the program ended; empty: none
    experiment: dict[str, Any] | None = None  # Experiment.to_dict of the last one


@dataclass(frozen=True, slots=True)
class Setting:
    """What a dialog needs to offer one setting: its text and, if it is a choice, the choices."""

    name: str
    text: Message
    choices: Mapping[str, Message] = field(default_factory=lambda: MappingProxyType({}))
    least: float | None = None
    most: float | None = None
    group: str = "stage"


# The headings under which settings stand, in this order.
GROUPS: Mapping[str, Message] = MappingProxyType(
    {
        "looks": message("Language and looks"),
        "stage": message("On the stage"),
        "playing": message("Playing"),
    }
)

# Only what a person chooses; the rest of Settings is remembered without being asked for.
TABLE: tuple[Setting, ...] = (
    Setting(
        "language",
        message("Language"),
        MappingProxyType(
            {
                "system": Message("As the system", context="language"),
                "en": message("English"),
                "zh": message("简体中文"),
            }
        ),
        group="looks",
    ),
    Setting(
        "theme",
        message("Colours"),
        MappingProxyType(
            {
                "system": Message("As the system", context="theme"),
                "light": Message("Light", context="theme"),
                "dark": Message("Dark", context="theme"),
                "projector": Message("Projector", context="theme"),
            }
        ),
        group="looks",
    ),
    Setting(
        "orientation",
        message("Samples are shown as"),
        MappingProxyType(
            {
                "textbook": message("Columns, as in textbooks: Z = W X + b"),
                "rows": message("Rows, as in programs: Z = X Wᵀ + b"),
            }
        ),
    ),
    Setting(
        "granularity",
        message("One press of Space shows"),
        MappingProxyType(
            {
                "cell": Message("Cell", context="granularity"),
                "row": Message("Row", context="granularity"),
                "matrix": Message("Matrix", context="granularity"),
                "layer": Message("Layer", context="granularity"),
            }
        ),
        group="playing",
    ),
    Setting(
        "samples",
        message("Of a batch the stage shows"),
        MappingProxyType(
            {
                "auto": message("All samples of a small batch, one of a large one"),
                "one": message("One sample"),
                "batch": message("All samples"),
            }
        ),
    ),
    Setting(
        "product_view",
        message("Matrix products are shown"),
        MappingProxyType(
            {
                "usual": message("Each in the way that suits it"),
                "falk": message("In Falk's scheme: a row meets a column"),
                "inline": message("Side by side: A · B = C"),
                "rows": message("By rows: each a combination of rows"),
                "columns": message("By columns: each a combination of columns"),
                "outer": message("As a sum of outer products"),
            }
        ),
    ),
    Setting(
        "motion",
        message("Motion"),
        MappingProxyType(
            {
                "system": Message("As the system", context="motion"),
                "full": message("Things fly and turn"),
                "less": message("Things only fade"),
            }
        ),
        group="looks",
    ),
    Setting("lens", message("Lens over heat maps at once")),
    Setting("speed", message("Speed"), least=0.25, most=4.0, group="playing"),
    Setting("digits", message("Significant digits"), least=2, most=6),
    Setting("text_scale", message("Size of text, per cent"), least=100, most=200, group="looks"),
)
