"""One page of a PDF file: its letters, drawings and annotations, and the lines that they make."""
