"""Drawings of the register, made on the server as SVG: plain numbers for templates, no markup here.

`projection` knows the world's shape and no record; `places` says which cities there are; `arranging` finds room for
their dots and names; `worldmap` puts these together. `matrix` and `neighbours` stand alone.
"""
