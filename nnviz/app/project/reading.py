"""Reading a project: a whole document, or one sentence that says why not."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from nnviz.app.data import batches
from nnviz.app.document import Document
from nnviz.app.experiment import Experiment
from nnviz.app.project.archive import Reader, reading
from nnviz.app.project.data_source import (
    changed_notice,
    fingerprint,
    located,
    missing,
    read_arrays,
    read_table,
)
from nnviz.app.project.edit_marks import read_marks
from nnviz.app.project.project import Project
from nnviz.app.project.schema import ProjectPlan, SegmentPlan, plan_from
from nnviz.app.project.view import view_from
from nnviz.app.project.writing import NEWEST, PLAN, RUN
from nnviz.app.table import Table
from nnviz.engine import Network, NetworkState
from nnviz.engine.errors import FileError, NnvizError
from nnviz.engine.message import Message, message
from nnviz.engine.orientation import HostArray
from nnviz.engine.run import Batches, Run, Segment, run_of
from nnviz.engine.run.record import PARAMETERS, row_sizes
from nnviz.engine.spec import NetworkSpec
from nnviz.engine.whole_file import damaged


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """The data of a project: what it is now, dealt out, and whether it is what it was."""

    experiment: Experiment
    dealt: Batches
    same: bool
    notice: Message | None = None


def peek(path: Path) -> tuple[Experiment, ProjectPlan]:
    """Return what a project says of itself, without its arrays.

    Raises:
        FileError: it is none, or is damaged.
    """
    with reading(path) as reader:
        plan = plan_from(path, reader.text(PLAN))
        return _experiment(path, plan), plan


def load(path: Path, data_at: Path | None = None) -> Project:
    """Read a project; ``data_at`` is where the file with its data is now, if it has moved.

    Raises:
        MissingDataError: the file with its data is not there, and the project has no copy.
        FileError: it cannot be read, is damaged, or of another kind or version.
        NnvizError: its network is impossible here, or does not fit its data.
    """
    try:
        with reading(path) as reader:
            plan = plan_from(path, reader.text(PLAN))
            return _project(reader, plan, data_at)
    except MemoryError as error:
        raise FileError(
            "{path} holds a network that does not fit into the memory of this machine.",
            path=str(path),
        ) from error


def _project(reader: Reader, plan: ProjectPlan, data_at: Path | None) -> Project:
    described = _experiment(reader.path, plan)
    _require_size(reader, described.spec)
    front = _front(reader, described.spec)
    table = None if plan.table is None else read_table(reader, plan.table)
    found = _data(reader.path, plan, described, table, data_at)
    view = view_from(plan.view)
    if not found.same:
        return Project(_anew(found, front), view, plan.keepsake, found.notice)
    run = _run(reader, plan, found.dealt, front)
    if not run.first_iteration <= plan.iteration <= run.last_iteration + 1:
        raise damaged(reader.path, message("the iteration that it shows is not there"))
    experiment = found.experiment
    if plan.own_parameters:
        begun = plan.segments[-1].first
        experiment = experiment.with_parameters(run.parameters(begun))
    wishes, marks = tuple(plan.wishes), read_marks(plan.marks)
    document = Document(experiment, run, plan.iteration, wishes, marks)
    return Project(document, view, plan.keepsake, found.notice)


def _experiment(path: Path, plan: ProjectPlan) -> Experiment:
    try:
        return Experiment.from_dict(plan.experiment)
    except NnvizError as error:
        raise damaged(path, error.message) from error


def _data(
    path: Path, plan: ProjectPlan, described: Experiment, table: Table | None, data_at: Path | None
) -> _Found:
    """Find the data of a project, or its copy, or say what is missing."""
    data = described.data
    if table is not None and plan.source is None:
        return _dealt(plan, replace(described, data=data.with_table(table)), None)
    if plan.source is None:
        return _dealt(plan, described, changed_notice(data, "anew"))
    here = (
        located(data, plan.source, path)
        if data_at is None
        else replace(data, name=str(data_at.absolute()))
    )
    if table is None:
        if here is None:
            raise missing(path, plan.source)
        return _dealt(plan, replace(described, data=here), changed_notice(data, "anew"))
    try:
        if here is not None:
            found = _dealt(plan, replace(described, data=here), None)
            if found.same:
                return found
    except NnvizError:
        pass  # the file has become something else: the copy is what the project knows
    copy = replace(described, data=data.with_table(table))
    return replace(_dealt(plan, copy, None), notice=changed_notice(data, "copy"))


def _dealt(plan: ProjectPlan, experiment: Experiment, otherwise: Message | None) -> _Found:
    dealt = batches(experiment)
    same = fingerprint(dealt) == plan.fingerprint
    notice = None if same else otherwise or changed_notice(experiment.data, "anew")
    return _Found(experiment, dealt, same, notice)


def _anew(found: _Found, front: Mapping[str, HostArray]) -> Document:
    """Return a document whose run begins now, with the newest parameters."""
    network = Network.from_spec(found.experiment.spec)
    network.restore(NetworkState(front[PARAMETERS], network.state().optimizer, 0))
    experiment = found.experiment.with_parameters(network.parameters)
    return Document(experiment, Run(network.spec, network.state(), found.dealt), 0)


def _require_size(reader: Reader, spec: NetworkSpec) -> None:
    """Refuse a small file that describes a large network, before its memory is allocated."""
    count = sum(math.prod(shape) for shape in spec.parameter_shapes.values())
    reader.require(count * np.dtype(spec.dtype).itemsize)


def _front(reader: Reader, spec: NetworkSpec) -> dict[str, HostArray]:
    return {
        name: reader.array(
            f"{NEWEST if name == PARAMETERS else name}.npy", (size,), spec.dtype
        )
        for name, size in row_sizes(spec).items()
    }  # fmt: skip


def _run(reader: Reader, plan: ProjectPlan, dealt: Batches, front: Mapping[str, HostArray]) -> Run:
    segments, expected = [], plan.segments[0].first
    for place, one in enumerate(plan.segments):
        newest = place == len(plan.segments) - 1
        if one.first != expected or not (newest or one.losses):
            raise damaged(reader.path, message("its iterations do not follow one another"))
        expected += one.losses
        segments.append(_segment(reader, place, one, dealt, front if newest else None))
    if segments[-1].spec != _spec(reader.path, plan.segments[-1]):
        raise damaged(reader.path, message("its description is not usable"))
    return run_of(segments)


def _segment(
    reader: Reader,
    place: int,
    plan: SegmentPlan,
    dealt: Batches,
    front: Mapping[str, HostArray] | None,
) -> Segment:
    spec, folder = _spec(reader.path, plan), f"{RUN}{place}"
    _require_size(reader, spec)
    sizes = row_sizes(spec)
    if front is not None and {name: row.size for name, row in front.items()} != sizes:
        raise damaged(reader.path, message("its run is that of another network"))
    if (plan.states - 1) * plan.stride > max(plan.losses, 0):
        raise damaged(reader.path, message("its iterations do not follow one another"))
    states = {
        name: reader.array(f"{folder}/{name}.npy", (plan.states, size), spec.dtype)
        for name, size in sizes.items()
    }
    arrays = {"X": dealt.X, "Y": dealt.Y}
    if plan.data is not None:
        arrays = read_arrays(reader, plan.data)
    own = Batches(
        arrays["X"], arrays["Y"], plan.batch_size, plan.seed, plan.shuffle, plan.start
    )  # fmt: skip
    losses = reader.array(f"{folder}/losses.npy", (plan.losses,), np.float64)
    return Segment(spec, own, plan.first, plan.step, plan.stride, states, front, losses)


def _spec(path: Path, plan: SegmentPlan) -> NetworkSpec:
    try:
        return NetworkSpec.from_dict(plan.spec)
    except NnvizError as error:
        raise damaged(path, error.message) from error
