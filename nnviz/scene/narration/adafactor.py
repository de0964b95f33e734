"""The words of a changing learning rate, and of Adafactor's steps."""

from nnviz.engine.message import Message, message
from nnviz.engine.ops.learning_rate import schedule_of
from nnviz.engine.orientation import Orientation
from nnviz.engine.step import Step, StepKind
from nnviz.scene.narration.names import parameter_symbol, schedule_name
from nnviz.scene.narration.narrator import Narration


def _rate_subtitle(step: Step, orientation: Orientation) -> Message:
    made = int(step.options["step"]) - 1
    if made < int(getattr(schedule_of(step), "warmup", 0)):
        return Message(
            "warm-up: still rising to the full rate; {count} update made so far",
            plural="warm-up: still rising to the full rate; {count} updates made so far",
            count=made,
        )
    return Message(
        "{schedule}; {count} update made so far",
        {"schedule": schedule_name(str(step.options["schedule"]))},
        plural="{schedule}; {count} updates made so far",
        count=made,
    )


ADAFACTOR = {
    StepKind.LEARNING_RATE: Narration(
        name=message("Learning rate"),
        about=message(
            "A schedule changes the learning rate from update to update: large steps to get near, "
            "small ones to arrive."
        ),
        title=lambda step: message("Learning rate η"),
        subtitle=_rate_subtitle,
        sentence=lambda told: told.say(message("The learning rate of this update: {equation}.")),
    ),
    StepKind.ROW_MEAN: Narration(
        name=message("Mean squares of the rows"),
        about=message(
            "Adafactor does not keep a mean square for every weight, only one for each row and one "
            "for each column."
        ),
        title=lambda step: message(
            "Mean squares of the rows · {symbol}", symbol=parameter_symbol(step)
        ),
        subtitle=lambda step, _: message("one number for each row of the gradient"),
        sentence=lambda told: told.say(
            message("The mean of the squares of row {row}: {equation}.")
        ),
    ),
    StepKind.ROW_AVERAGE: Narration(
        name=message("Running mean of the rows"),
        about=message(
            "A record of how large the gradients of each row usually are. What is kept of the old "
            "one grows from update to update."
        ),
        title=lambda step: message("Running mean R · {symbol}", symbol=parameter_symbol(step)),
        subtitle=lambda step, _: message("the record of each row takes in the new mean square"),
        sentence=lambda told: told.say(
            message("The record of row {row} takes in the new mean: {equation}.")
        ),
    ),
    StepKind.COLUMN_MEAN: Narration(
        name=message("Mean squares of the columns"),
        about=message("The same for the columns: one number for all weights of an input."),
        title=lambda step: message(
            "Mean squares of the columns · {symbol}", symbol=parameter_symbol(step)
        ),
        subtitle=lambda step, _: message("one number for each column of the gradient"),
        sentence=lambda told: told.say(
            message("The mean of the squares of column {col}: {equation}.")
        ),
    ),
    StepKind.COLUMN_AVERAGE: Narration(
        name=message("Running mean of the columns"),
        about=message("A record of how large the gradients of each column usually are."),
        title=lambda step: message("Running mean C · {symbol}", symbol=parameter_symbol(step)),
        subtitle=lambda step, _: message("the record of each column takes in the new mean square"),
        sentence=lambda told: told.say(
            message("The record of column {col} takes in the new mean: {equation}.")
        ),
    ),
    StepKind.FACTORED_ESTIMATE: Narration(
        name=message("Estimate from rows and columns"),
        about=message(
            "The mean square of every weight is put together from its row and its column: a whole "
            "matrix out of a handful of numbers."
        ),
        title=lambda step: message(
            "Estimate from rows and columns · {symbol}", symbol=parameter_symbol(step)
        ),
        subtitle=lambda step, _: message("row times column, over the mean of all rows"),
        sentence=lambda told: told.say(message("Row {row} meets column {col}: {equation}.")),
    ),
    StepKind.UNIT_UPDATE: Narration(
        name=message("Update in units of its usual size"),
        about=message(
            "Divided by its usual size, the gradient of every weight is about 1: all of them may "
            "move equally far."
        ),
        title=lambda step: message("Update U · {symbol}", symbol=parameter_symbol(step)),
        subtitle=lambda step, _: message("the gradient in units of its usual size"),
        sentence=lambda told: told.say(
            message("The gradient over the root of its mean square: {equation}.")
        ),
    ),
    StepKind.UPDATE_RMS: Narration(
        name=message("Size of the update"),
        about=message("How large the update is as a whole: the root of its mean square."),
        title=lambda step: message("Size of the update · {symbol}", symbol=parameter_symbol(step)),
        subtitle=lambda step, _: message("the root of the mean of all squares: one number"),
        sentence=lambda told: told.say(message("The root of the mean of all squares: {equation}.")),
    ),
    StepKind.CLIPPED_UPDATE: Narration(
        name=message("Clipped update"),
        about=message(
            "If the update is unusually large, all of it is made smaller; its direction stays."
        ),
        title=lambda step: message("Clipped update · {symbol}", symbol=parameter_symbol(step)),
        subtitle=lambda step, _: message("all of it is made smaller where it is too large"),
        sentence=lambda told: told.say(
            message("The update over what it is too large by: {equation}.")
        ),
    ),
    StepKind.RELATIVE_STEP: Narration(
        name=message("Relative step"),
        about=message(
            "The step is measured by the parameter itself: large weights move far, small ones only "
            "a little."
        ),
        title=lambda step: message("Relative step α · {symbol}", symbol=parameter_symbol(step)),
        subtitle=lambda step, _: message("in proportion to the size of the parameter"),
        sentence=lambda told: told.say(
            message("The size of the parameter times the largest step: {equation}.")
        ),
    ),
}
