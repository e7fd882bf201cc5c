"""The texts of a module given to an outside translator and taken back: XLIFF, xlsx, or side by side in the browser."""
