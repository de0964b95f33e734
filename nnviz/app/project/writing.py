"""Writing a project: all of it, or nothing."""

import weakref
from dataclasses import replace
from pathlib import Path

import msgspec

import nnviz
from nnviz.app.data_spec import DataSpec
from nnviz.app.project.archive import Writer
from nnviz.app.project.data_source import fingerprint, source_of, written_arrays, written_table
from nnviz.app.project.edit_marks import written_marks
from nnviz.app.project.project import Project
from nnviz.app.project.schema import FORMAT, VERSION, ArraysPlan, ProjectPlan, SegmentPlan
from nnviz.engine import description
from nnviz.engine.run import Run, Segment, segments_of
from nnviz.engine.run.record import PARAMETERS
from nnviz.engine.whole_file import replacing

PLAN = "project.json"
NETWORK, NEWEST, RUN = "network.json", "parameters", "run/"
STATES_BYTES = 16 * 2**20  # for the states of the run, but for the first and the newest
_fingerprints: "weakref.WeakKeyDictionary[Run, str]" = weakref.WeakKeyDictionary()


def save(path: Path, project: Project, states_bytes: int = STATES_BYTES) -> None:
    """Write a project; it may be trained on meanwhile in another thread.

    Raises:
        FileError: the file cannot be written; an old one stays as it is.
    """
    with replacing(path) as file:
        writer = Writer(file)
        writer.text(PLAN, msgspec.json.format(_written(writer, path, project, states_bytes)))
        writer.close()


def file_stamp(path: Path) -> str:
    """Return what changes whenever somebody writes a file anew; empty if there is none."""
    try:
        stat = path.stat()
    except OSError:
        return ""
    return f"{stat.st_mtime_ns}-{stat.st_size}-{stat.st_ino}"


def _written(writer: Writer, path: Path, project: Project, states_bytes: int) -> bytes:
    """Write all arrays and return the JSON that says what they are."""
    document = project.document
    segments = segments_of(document.run, states_bytes)
    data = document.experiment.data
    _write_newest(writer, segments[-1], data)
    experiment = {**document.experiment.to_dict(), "data": _named(data).to_dict()}
    plan = ProjectPlan(
        format=FORMAT,
        version=VERSION,
        experiment=experiment,
        iteration=document.iteration,
        segments=_write_segments(writer, segments),
        fingerprint=_fingerprint(document.run),
        own_parameters=document.experiment.parameters is not None,
        wishes=list(document.wishes),
        marks=written_marks(document.marks),
        view=msgspec.to_builtins(project.view),
        table=written_table(data, writer),
        source=source_of(data, path),
        keepsake=project.keepsake,
        program=nnviz.__version__,
    )
    return msgspec.json.encode(plan)


def _named(data: DataSpec) -> DataSpec:
    """Return the data without its samples, which are written apart."""
    if data.kind != "table":
        return data
    return replace(data, kind="builtin", table=None)


def _write_newest(writer: Writer, segment: Segment, data: DataSpec) -> None:
    """Write the newest state as a network file has it, so that a project is one too."""
    assert segment.front is not None  # it is that of the run itself
    note = {} if data.kind == "table" else {"data": _at_its_place(data).to_dict()}
    step = segment.step + len(segment.losses)
    text = description.text_of(segment.spec, note, step)
    writer.text(NETWORK, text.encode())
    for name, row in segment.front.items():
        writer.array(f"{NEWEST if name == PARAMETERS else name}.npy", row)


def _at_its_place(data: DataSpec) -> DataSpec:
    return replace(data, name=str(Path(data.name).absolute())) if data.kind == "csv" else data


def _write_segments(writer: Writer, segments: tuple[Segment, ...]) -> list[SegmentPlan]:
    plans = []
    newest = segments[-1].batches
    for place, segment in enumerate(segments):
        folder = f"{RUN}{place}"
        for name, rows in segment.states.items():
            writer.array(f"{folder}/{name}.npy", rows)
        writer.array(f"{folder}/losses.npy", segment.losses)
        dealt = segment.batches
        own: ArraysPlan | None = None
        same = dealt.X is newest.X and dealt.Y is newest.Y
        if not same and fingerprint(dealt) != fingerprint(newest):
            own = written_arrays(writer, f"{folder}/data", {"X": dealt.X, "Y": dealt.Y})
        plans.append(
            SegmentPlan(
                spec=segment.spec.to_dict(),
                first=segment.first,
                step=segment.step,
                stride=segment.stride,
                states=len(segment.states[PARAMETERS]),
                losses=len(segment.losses),
                batch_size=dealt.batch_size,
                seed=dealt.seed,
                shuffle=dealt.shuffle,
                start=dealt.start,
                data=own,
            )
        )
    return plans


def _fingerprint(run: Run) -> str:
    found = _fingerprints.get(run)
    if found is None:
        found = _fingerprints[run] = fingerprint(run.batches)
    return found
