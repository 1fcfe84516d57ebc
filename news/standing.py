"""On which pages an article stands, for “Why is it not visible?”. Part of `ArticleAdmin`."""

from news.surfaces import SURFACES, Whereabouts


class ArticleStanding:
    def places_of(self, content):
        whereabouts = Whereabouts(content)
        return [(surface, list(surface.places(whereabouts))) for surface in SURFACES]
