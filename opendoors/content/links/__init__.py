"""Links in what readers find, checked from time to time: `sources` knows which there are, `inside` judges those to our
own pages, `outside` asks other hosts, `results` keeps what was found, `checking` does all that in turn.
"""
