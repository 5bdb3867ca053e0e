"""What `run.py package` built, tried as those have it who install it; see packaging/README.md.

These tests are collected by `run.py test-package` only, which names the build.
"""
