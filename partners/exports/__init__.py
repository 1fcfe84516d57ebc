"""The register as data: what visitors may read, in files that programs read.

`columns` says what a column is and `editions` what the records of one file share. `universities`, `laboratories` and
`agreements` name the columns of each record, once for every format, and the page about the data reads them too;
`datasets` gathers them, `formats` writes the files. Nothing is in a file that is on no public page.
"""
