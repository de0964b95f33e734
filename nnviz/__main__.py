"""The command ``nnviz``, and ``python -m nnviz``."""

import multiprocessing
import sys

from nnviz import __version__


def main() -> int:
    """Run the command line; return the exit code."""
    # The version is asked for by scripts and installers: nothing else is imported for it.
    if sys.argv[1:] == ["--version"]:
        sys.stdout.write(f"nnviz {__version__}\n")
        return 0
    from nnviz.cli.program import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    # In a bundle the process that trains is this very program, started once more.
    multiprocessing.freeze_support()
    sys.exit(main())
