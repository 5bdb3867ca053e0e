"""The document: model, errors and readers. Imports nothing of ours and no Qt."""
