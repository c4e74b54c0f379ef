"""What people see in the terminal: one module an answer, all of them drawn on a `terminal.Page`."""
