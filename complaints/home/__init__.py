"""What the home page shows of super-complaints; may use the register, the history and the data."""
