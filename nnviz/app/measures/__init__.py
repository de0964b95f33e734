"""What is plotted of a run: its losses in little, and what is measured at some iterations."""

from nnviz.app.measures.course import Course
from nnviz.app.measures.measure import Measure, Score
from nnviz.app.measures.meter import Meter
from nnviz.app.measures.outline import Outline, Stretch
from nnviz.app.measures.series import Measures

__all__ = ["Course", "Measure", "Measures", "Meter", "Outline", "Score", "Stretch"]
