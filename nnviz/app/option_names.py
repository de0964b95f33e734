"""How the options of optimizers and activations are written for people."""

from collections.abc import Mapping

from nnviz.engine.message import Message, message

OPTIONS: Mapping[str, Message] = {
    "lr": message("Learning rate η"),
    "momentum": message("Momentum μ"),
    "nesterov": message("Nesterov"),
    "weight_decay": message("Weight decay λ"),
    "betas": message("Means β₁, β₂"),
    "betas1": message("Mean of gradients β₁"),
    "betas2": message("Mean of squares β₂"),
    "eps": message("Guard ε"),
    "leaky_relu.alpha": message("Slope below zero α"),
    "alpha": message("Mean of squares α"),
    "centered": message("Centered"),
    "lr_decay": message("Decay of the learning rate γ"),
    "beta2_decay": message("Exponent τ of β₂"),
    "eps1": message("Guard ε₁"),
    "eps2": message("Least size ε₂"),
    "d": message("Largest update d"),
    "elu.alpha": message("Depth below zero α"),
    "step_size": message("Falls every s"),
    "gamma": message("Factor γ"),
    "T_max": message("Lowest after T"),
    "min_factor": message("Share left there m"),
    "warmup": message("Warm-up w"),
    "start_factor": message("Share at first s"),
    "end_factor": message("Share at last e"),
    "total_iters": message("Full rate after N"),
    "value": message("Value"),
    "low": message("At least"),
    "high": message("At most"),
    "mean": message("Mean"),
    "std": message("Standard deviation"),
    "n_samples": message("Samples"),
    "n_classes": message("Classes"),
    "noise": message("Noise"),
    "turns": message("Turns"),
    "inner": message("Inner radius"),
    "seed": message("Seed of the samples"),
}


def option_name(owner: str, option: str) -> Message:
    """Return how an option is written; a function may have its own word for it."""
    known = OPTIONS.get(f"{owner}.{option}") or OPTIONS.get(option)
    return known or message("{name}", name=option)
