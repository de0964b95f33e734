"""How a scene is laid on a widget: fitted, then magnified and moved by the person."""

from dataclasses import dataclass, replace

from nnviz.scene.primitives import Rect

SMALLEST, LARGEST = 1.0, 40.0


@dataclass(frozen=True, slots=True)
class Zoom:
    """A magnification about the fitted scene; (x, y) is where the scene's corner stands.

    All lengths are the widget's logical pixels.
    """

    factor: float = 1.0
    x: float = 0.0
    y: float = 0.0

    def about(self, px: float, py: float, by: float, view: Rect) -> "Zoom":
        """Magnify ``by`` so that what is under the point (px, py) stays there."""
        factor = min(max(self.factor * by, SMALLEST), LARGEST)
        ratio = factor / self.factor
        moved = Zoom(factor, px - (px - self.x) * ratio, py - (py - self.y) * ratio)
        return moved.kept_in(view)

    def moved(self, dx: float, dy: float, view: Rect) -> "Zoom":
        """Move the picture by some pixels, as far as it covers the view."""
        return replace(self, x=self.x + dx, y=self.y + dy).kept_in(view)

    def kept_in(self, view: Rect) -> "Zoom":
        """Return the zoom with the picture moved so that no empty edge shows."""
        left, top = view.width * (1 - self.factor), view.height * (1 - self.factor)
        return replace(self, x=min(max(self.x, left), 0.0), y=min(max(self.y, top), 0.0))


@dataclass(frozen=True, slots=True)
class Fit:
    """Where a scene stands in a view: scale, and the place of its corner."""

    scale: float
    x: float
    y: float

    def to_scene(self, px: float, py: float) -> tuple[float, float]:
        """Return the scene's point under a point of the widget."""
        return (px - self.x) / self.scale, (py - self.y) / self.scale

    def to_view(self, x: float, y: float) -> tuple[float, float]:
        """Return the widget's point over a point of the scene."""
        return self.x + x * self.scale, self.y + y * self.scale


def fit(width: float, height: float, view: Rect, zoom: Zoom, margin: float = 0.0) -> Fit:
    """Fit a scene of ``width`` × ``height`` into a view, in its middle, under a zoom."""
    room = view.inset(min(margin, view.width / 4, view.height / 4))
    base = min(room.width / width, room.height / height)
    x, y = (view.width - width * base) / 2, (view.height - height * base) / 2
    return Fit(base * zoom.factor, zoom.x + x * zoom.factor, zoom.y + y * zoom.factor)
