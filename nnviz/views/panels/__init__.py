"""The parts around the stage: each shows a state and reports what the person wants."""
