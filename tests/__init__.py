"""Warnings are errors while the tests run: what a library will drop tomorrow is mended today."""

import warnings

warnings.simplefilter("error")
