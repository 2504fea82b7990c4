"""The plan: a scene of few, batched items, the view that shows it, and the tools that work on it."""
