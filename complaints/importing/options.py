"""The answers among which a person chooses what a word, a colour or a cell means."""

from complaints.vocabulary import ActionStatus, Position

Options = tuple[tuple[str, str], ...]
"""The possible answers to a question, each with its label."""
CHOOSE = ("", "Choose")
LEFT_OUT = "left_out"
NOT_ENTERED = ("", "Not entered: show the force’s words")
SAYS_NOTHING = (LEFT_OUT, "Nothing from them yet: exclude it")
STATUS_OPTIONS: Options = (NOT_ENTERED, *ActionStatus.choices, SAYS_NOTHING)
POSITION_OPTIONS: Options = (NOT_ENTERED, *Position.choices, SAYS_NOTHING)
COLOUR_OPTIONS: Options = (
    ("", "This colour does not show a status"),
    *ActionStatus.choices,
)

AS_WRITTEN = "as_written"
TEXT_OPTIONS: Options = (
    CHOOSE,
    (AS_WRITTEN, "It is what they say or do: show it as written"),
    (
        LEFT_OUT,
        "Nothing from them yet, or only a reference to another text: exclude it",
    ),
)
"""What a text such as “PCC to respond”, “See NPCC response” or “n/a” can be."""

NOT_ABOUT_WHOSE = "none"
WHOSE_WAYS_OUT: Options = (
    (NOT_ABOUT_WHOSE, "The table does not say which organisation"),
    (LEFT_OUT, "Another organisation: exclude this content"),
)
"""The answers to whose something is that are not an organisation."""
ABOVE, OWN = "above", "own"
ROW_OPTIONS: Options = (
    CHOOSE,
    (ABOVE, "They belong to the row above"),
    (OWN, "They are recommendations without a number"),
    (LEFT_OUT, "Exclude them"),
)
"""What rows without a number can be."""
NO_ACTIONS = "No column of actions"
TITLED_BY_RECOMMENDATION, TITLED_IN_PREVIEW = "recommendation", "preview"
NO_ACTIONS_OPTIONS: Options = (
    CHOOSE,
    (
        TITLED_BY_RECOMMENDATION,
        "One action for each recommendation, with the recommendation’s title",
    ),
    (
        TITLED_IN_PREVIEW,
        "One action for each recommendation, with a title that I enter in the preview",
    ),
    (LEFT_OUT, "Do not import them"),
)
"""What the statuses, dates, posts and evidence in a table without a column of actions are about."""
OPTIONS_OF_WORDS = {
    "Status": STATUS_OPTIONS,
    "Position": POSITION_OPTIONS,
    "Colour": COLOUR_OPTIONS,
    "Text": TEXT_OPTIONS,
    NO_ACTIONS: NO_ACTIONS_OPTIONS,
}
"""The answers by what a word is, which is how the key of its question begins."""
