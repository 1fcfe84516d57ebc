"""Addresses of a former site from a file: `reading` tells lines apart, `leading` finds where each leads today and what
speaks against it, `keeping` writes what holds.
"""
