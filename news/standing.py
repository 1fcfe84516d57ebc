"""On which pages an article stands, for “Why is it not visible?”. Part of `ArticleAdmin`."""

from news.surfaces import SURFACES, Whereabouts


class ArticleStanding:
    def places_of(self, content, today):
        whereabouts = Whereabouts(content, today)
        return [(surface, list(surface.places(whereabouts))) for surface in SURFACES]
