"""Documents in files: ``.nnviz`` projects, and whatever else can be opened."""

from nnviz.app.project.data_source import MissingDataError
from nnviz.app.project.kinds import Kind, kind_of
from nnviz.app.project.opening import Opened, open_experiment, open_file
from nnviz.app.project.project import Keepsake, Project
from nnviz.app.project.reading import load, peek
from nnviz.app.project.view import View, view_of
from nnviz.app.project.writing import save

__all__ = [
    "Keepsake",
    "Kind",
    "MissingDataError",
    "Opened",
    "Project",
    "View",
    "kind_of",
    "load",
    "open_experiment",
    "open_file",
    "peek",
    "save",
    "view_of",
]
