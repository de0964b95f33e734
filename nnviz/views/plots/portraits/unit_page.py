"""The weights of the first layer, as pictures where the inputs are pictures."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from PySide6.QtWidgets import QVBoxLayout

from nnviz.app import data
from nnviz.app.portraits.subject import Subject
from nnviz.app.portraits.unit_pictures import UnitPictures, unit_pictures
from nnviz.app.view_state import ViewState
from nnviz.engine.message import Message, message
from nnviz.scene.numbers import grouped
from nnviz.scene.primitives import CellRef
from nnviz.views.plots.page import Column, PageTools
from nnviz.views.plots.portraits.boundary_words import written
from nnviz.views.plots.portraits.entry_list import Entry, EntryList
from nnviz.views.plots.portraits.portrait_page import Ask, PortraitPage


@dataclass(frozen=True, slots=True, eq=False)
class UnitsPicture:
    """The pictures of a subject's units."""

    subject: Subject
    units: UnitPictures


class UnitPage(PortraitPage):
    """One picture per unit; a click keeps its largest weight in the inspector."""

    topic: ClassVar = "units"
    title: ClassVar = message("First weights")

    def __init__(self, tools: PageTools) -> None:
        super().__init__(tools)
        self.list = EntryList()
        layout = QVBoxLayout(self.body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.list)
        self.words.put(self.list.setAccessibleName, message("Weights of each unit as a picture"))
        self.list.chosen.connect(self._on_unit)

    def missing(self, state: ViewState) -> Message | None:
        """Say that only pictures make pictures."""
        if data.training(state.experiment.data).image_shape is not None:
            return None
        return message(
            "The inputs are no pictures, so the weights of a unit are none either. Open the "
            "digits to see some."
        )

    def ask(self, state: ViewState, stage: int) -> Ask:
        """Return the way to the pictures."""
        del state, stage
        return lambda moment: _picture(moment.subject)

    def draw(self, result: UnitsPicture) -> None:
        """Show the pictures, all with the same colours."""
        assert self.state is not None
        tr, digits = self.words.tr, self.state.digits
        shown = result.units.pictures
        listed = [
            Entry(
                unit,
                tr(message("unit {unit}", unit=unit + 1)),
                tr(
                    message(
                        "Weights of unit {unit}: from {least} to {most}. Click to see the "
                        "largest in the inspector.",
                        unit=unit + 1,
                        least=written(picture.min(), digits),
                        most=written(picture.max(), digits),
                    )
                ),
            )
            for unit, picture in enumerate(shown)
        ]
        self.list.set_entries(listed, shown, result.units.vmax, self.theme)
        said = message(
            "Rows of W¹ before update {iteration}, of {count} units. Blue weighs a pixel "
            "positively, orange negatively; the deepest colour is ±{most}.",
            iteration=grouped(result.subject.iteration),
            count=grouped(result.units.units),
            most=written(result.units.vmax, digits),
        )
        if result.units.units > len(shown):
            more = message("The first {listed} are listed.", listed=len(shown))
            said = message("{first} {second}", first=said, second=more)
        self.words.put(self.caption.setText, said)

    def columns(self) -> Sequence[Column]:
        """Return one column per unit."""
        result: UnitsPicture | None = self.result
        if result is None:
            return ()
        return [
            (f"unit{unit + 1}", np.asarray(picture, np.float64).ravel())
            for unit, picture in enumerate(result.units.pictures)
        ]

    def _on_unit(self, unit: int) -> None:
        result: UnitsPicture | None = self.result
        if result is not None:
            largest = int(np.abs(result.units.pictures[unit]).argmax())
            self.tools.session.pin(CellRef("W1", unit, largest))


def _picture(subject: Subject) -> UnitsPicture | Message:
    units = unit_pictures(subject)
    if units is None:
        return message("The inputs of this network are no pictures.")
    return UnitsPicture(subject, units)
