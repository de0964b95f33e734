"""Three dimensions on a flat screen: turned, and looked at from very far away."""

from dataclasses import dataclass

import numpy as np

from nnviz.engine.orientation import HostArray


@dataclass(frozen=True, slots=True)
class Turn3:
    """Where one looks from: turned around the upright axis, then tilted, in degrees."""

    azimuth: float = 35.0
    elevation: float = 25.0

    def by(self, azimuth: float, elevation: float) -> "Turn3":
        """Return the view turned on; one never looks from beyond the poles."""
        tilted = min(max(self.elevation + elevation, -90.0), 90.0)
        return Turn3((self.azimuth + azimuth) % 360.0, tilted)

    @property
    def matrix(self) -> HostArray:
        """The rotation (3, 3): rows are right, up and towards the eye."""
        a, e = np.radians(self.azimuth), np.radians(self.elevation)
        sa, ca, se, ce = np.sin(a), np.cos(a), np.sin(e), np.cos(e)
        return np.array([[ca, sa, 0.0], [-sa * se, ca * se, ce], [sa * ce, -ca * ce, se]])


def project(points: HostArray, turn: Turn3) -> HostArray:
    """Return points (…, 3) as they are seen: (…, 3) right, up and nearness to the eye."""
    return np.asarray(points @ turn.matrix.T)
