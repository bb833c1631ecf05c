//! The workstation on the terminal.
