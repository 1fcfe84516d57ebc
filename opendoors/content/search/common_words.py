"""Words that stand in nearly every text and are not looked for, and words that are written in more than one way."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


COMMON = _words(
    "a about above after again against all also am an and any are as at be because been before being below between "
    "both but by can cannot could did do does doing down during each few for from further had has have having he "
    "her here hers herself him himself his how i if in into is it its itself just let like me more most my myself "
    "no nor not now of off on once only or other our ours ourselves out over own please same she should so some "
    "such than that the their theirs them themselves then there these they this those through to too under until up "
    "very was we were what when where which while who whom whose why will with would you your yours yourself "
    "yourselves s t d ll re ve "
    "а без более больше будет будто бы был была были было быть в вам вас ваш вдруг ведь во вот впрочем все всегда "
    "всего всех всю вы где говорил да даже для до другой его ее ей ему если есть еще ж же за зачем здесь и из или "
    "им иногда их к как какая какие какой каких кем ко когда конечно которая которого которой которые который "
    "которых кто куда ли лучше между меня мне много может можно мой моя мы на над надо наконец нас наш не него нее "
    "ней нельзя нет ни нибудь никогда ним них ничего но ну о об один он она они оно опять от откуда перед по под "
    "после потом потому почти при про раз разве с сам сама свое свои свой свою себе себя сейчас со совсем так такая "
    "также такие такой там тебя тем теперь то тогда того тоже только том тот тут ты у уж уже хоть хотя чего чей чем "
    "через что чтоб чтобы чуть эта эти этих это этого этой этом этот эту я "
)

_SIMPLIFIED = (
    "學学 國国 華华 東东 師师 範范 術术 開开 門门 漢汉 廣广 濟济 復复 業业 電电 醫医 農农 經经 爾尔 濱滨 聯联 實实 "
    "驗验 協协 議议 羅罗 蘇苏 島岛 書书 與与"
)
# What somebody may write for a word, and the word that it is compared as.
SAME = {
    "uni": "university",
    "unis": "university",
    "lab": "laboratory",
    "labs": "laboratory",
    "centre": "center",
    "centres": "center",
    "programme": "program",
    "programmes": "program",
    "labour": "labor",
    "defence": "defense",
    "licence": "license",
    "catalogue": "catalog",
    "organisation": "organization",
    "organisations": "organization",
    "enrolment": "enrollment",
    # The stem of «вузов» is another than that of «вуз».
    **dict.fromkeys(("вузы", "вузов", "вуза", "вузам", "вузами", "вузах", "вузу", "вузом", "вузе"), "вуз"),
    **{pair[0]: pair[1] for pair in _SIMPLIFIED.split()},
}
