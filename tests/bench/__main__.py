"""``python -m tests.bench`` is the speed table."""

from tests.bench.bench_speed import main

if __name__ == "__main__":
    main()
