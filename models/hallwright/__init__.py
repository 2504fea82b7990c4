"""The domain core of Hallwright: no Qt, no painting, no global state."""

__version__ = "0.1.0"
