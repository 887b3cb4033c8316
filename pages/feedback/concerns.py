"""Flag a feedback text for a person to look at at once, if it may tell of a crime or a risk to someone.

A flag never answers anyone. What is found has points: words of harm many, signs of an account of real
people a few (SIGNS, in concern_words.py), and words about the page, policy, work or the past less than none
(CONTEXT). A text is flagged from NEEDED points up. A sum bears unforeseen wording better than strict rules:
an account without one known word of harm can reach it, and a topic named in a remark on the page does not.

Phrases are matched against plain text (see `plain`): they need no capitals, apostrophes or commas, and a
doubled letter is the same as a single one. In a phrase ~ is up to six words of one sentence, _ up to two,
* any ending of a word, ? makes the letter or (words) before it optional, and a name in capitals is any of
its LISTS (where - is a space). Every repeat has an upper bound, so no text can send a pattern down an
endless path.
"""

import re

from .concern_words import SIGNS

NEEDED = 2  # lower flags more texts, rightly and wrongly
MOST = 3  # A person who reads them at a glance needs no more.

# A list may name a later one.
LISTS = {
    "HE": "KIN he she they someone somebody kids? STRANGER",
    "STRANGER": """people man men woman blokes? guys? chap lads? girls? boys? youths? gang group exs?
        landlord boss manager carer staff in-law gentleman lady teacher coach vicar priest stranger
        colleague stepdad driver bouncer lodger tenant customer client patient uncle doctor tutor worker
        nurse mechanic builder roofer OFFICER""",
    "OFFICER": "officers? sergeant sgt pc pcso detective copper cop inspector policeman constable",
    "ME": "me my us our myself i we",
    "THEM": "me us him her them you my our someone everyone",
    "KIN": """mums? mam mother dads? father parents? nans? gran(ny|dad|son|ddaughter)?
        step(dad|mum|father) sons? daughters? step(son|daughter) lads? girls? boy sisters? brothers? wife
        husband partner girlfr* missus boyfr* friends? mates? nephews? n(ie|ei)ces? cousins? aunt* uncle
        children kids? ex pal family child baby neighbours? flatmate housemate hubby fella bf gf toddler
        grandma grandchildren""",
    "HURT": """hit* hurt* punch* kick* slap* beat beaten beating smack* batter(s|ed|ing) strangl* chok*
        push* shov* grab* drag* bitten bit stab(bed|s|bing)? attack* ass?a?ult* thump* spat spit mug(ged)?
        robbed shot threaten* harass(ed|es|ing) bull(y|ied|ying) pinned spiked drugged head-?butted jumped
        belt(ed|ing) thrash* whip* headbutt* trip(ped|s) swung throttl* SEXUAL""",
    "SEXUAL": """rape[ds]? raping grop* groom(ed|s|ing) molest* abus(ed|es|ing) touch(ed|es|ing) flash(ed|es)
        flashing rubb*""",
    "STEAL": """stole stolen steal* nick(ed|ing)? pinched robb(ed|ing) burgl(ed|ing|ared) smash* vandal*
        keyed slash* graffiti* scratched torched egged damag* daubed trashed hacked cloned wrecked
        snatched sprayed burnt smear* poison* posted""",
    "WEAPON": """knife knives blade machete guns? shotgun rifle sword axe hammer acid petrol bomb cleaver
        crossbow cartridges? bullets? screwdriver hatchet""",
    "DO_HARM": "kill stab shoot hurt burn bomb batter rape murder attack finish sort-out get do",
    "AGE": "([456789]|1[01234567]) six seven eight nine ten eleven twelve (thir|four|fif|six|seven)teen",
    "AFRAID": "scare?d frightened terrified afraid petrified shaking",
    "HIGH": "bridge railings ledge roof tracks platform cliff",
    "OWN": """house flat door windows? garden car van bike bed bedroom phone neck face hair shed shop
        school work bus wages card money passport keys coat stairs street road garage station pub club
        gates? kitchen""",
    "GOODS": """bike motor moped van caravan sheep dog lead tools diesel cash till parcels? jewell* ring
        medals""",
    "WRONG": """messag* text* kiss* touched sex* drink* strip* flirt* punch* kick* grop* brib* racist
        laugh* search*""",
    "TRADE": """serving journalist teacher nurse student lecturer magistrate survivor retired researcher
        solicitor writer""",
    "THING": """page site menu font table link bot layout design pdf form pop-ups? laptop computer banner
        colour box scheme""",
}
SPELLINGS = """
    u=you ur=your plz=please pls=please sum1=someone somone=someone agen=again nite=night tonite=tonight
    gonna=going-to txt=text im=i-am ive=i-have hes=he-is shes=she-is theyre=they-are theyve=they-have
    thru=through theres=there-is cant=can-not cannot=can-not wont=will-not anymore=any-more nobody=no-one
    ppl=people bin=been dont=do-not
"""
# Alarming words in idioms, about a web page and in "what if" questions: left out before anything is weighed.
HARMLESS = """
    THING( that)? _ (kill*|attack*|murder*|tortur*|scared)( me| us| you)?|died laughing|murder to|war zone
    (kill*|murder|shoot|torture|strangle) (the|this|your|my) _ THING|(gave|give|giving) me a heart attack
    (kill|murder|shoot|strangle) who*|stab(bing)? (in|at) the dark|(should|ought to|deserves?) _ (shot|up)
    (shooting|shot) (yourself|yourselves|it) in the foot|not in (any )?danger|can not go on to|last straw
    (scared|bored) _ (life|hell) out of|(my|your) (eyes|head) hurts?|dead link|(daylight|highway) robbery
    if (an?|any) (woman|man|person|victim|abuser) ([a-z0-9]{1,30} ){0,20}|(is|a) crime against|blood ?bath
    hurt* (my|our|the) (eyes|head|brain)|dead in the water|strangl* by (the|your|all|para*)|bullet points?
    like a (mugg*|bod*|thief|prison)|hostage (situation|negotiat*)|got slaughtered|need hanging|harm than good
    driving me (mad|insane)|want to throw (the|my) (laptop|phone|computer)|thank (him|her|them)
    nothing to hide|lost my (answers|place)
"""
# The text is about the page, the police in general, a study or the past: each row takes points away.
CONTEXT: dict[int, dict[str, str]] = {
    -5: {
        "thanks, or long over": """
    long over|all sorted|was (convicted|sentenced|jailed)|only want to say|credit to|well done|thanks to
    pass (this|that|it) on|thank (him|her|them|the|your|you for)|have been proud|a thank you|please thank
    all fine|glad to|proud|no complaint|my late|to their credit|nothing to add|keep up|in my day
    (was|were) (so )?(polite|kind|patient|gentle|helpful|fantastic|brilliant|lovely)|how things have|bravo
    long since""",
    },
    -3: {
        "faults of the page": """
    links?|click*|scroll*|zoom*|loads?|fonts?|menu|tables?|layout|design|pdfs?|pop ?ups?|banner|search box
    chat ?bot|bot|wording|download*|print*|subscri*|error|android|browser|captions|buttons?|typo|spel*|bsl
    column|colour|screen|cookie*|contrast|crash*|alerts|glossary|jargon|acronyms|translat*|language|polish
    welsh|dyslexi*|blind|graph|charts?|date picker|ticks?|text (is|too|size)|voice over|jaws|accessib*|404
    (photo*|picture|image) (of (a|the) (frightened|woman|knife|smiling|man)|on the|looks)|large print|url
    in the (photo*|picture|image|video)|stock (photo*|image*)|form (times?|timed)|refresh|autoplay*|filter
    keyboard|tab order|mobile site|log ?in|password reset|bookmark|dropdown|headings?|footnotes?|appendix
    plain english|easy read|audio version|page [0-9]|section [0-9]|para(graph)? [0-9]|https?|printed copy
    big print|logs? me out|time(d|s)? out|read (slowly|it on)|wheelchair user|parkinson*|screen reader
    migraine*|is there (a|an) (print|audio|large|welsh)|pictures?( please)?$""",
        "work or study": """
    research*|dissertation|journalist|reporter|a level|sixth form|students?|teach|lecture*|homework|novel
    school project|podcast|charity|volunteer|criminology|as (an?|someone)(?! (kid|child|girl|boy|joke))
    i (run|work|lecture)|councillor|(social|support|youth|outreach) worker|retired|my residents|magistrate
    thesis|master s|masters|phd|class|interviewed|(women s|youth|support|self advocacy) group|speaker
    (public|parish) meeting|i am an? TRADE|trustee|i (was|have been) a(?! (child|kid|girl|boy|victim))
    for a living|writing a|local paper|my clients|we support|advis(e|er|or)|parish|trainee|serving|essay
    special constable|ex (probation|police|officer)|(used|work) (to work|in|for|as)|article|presentation
    my (job|team|colleagues|pupils|degree|essay|article)|assignment|trainer|governor|neighbourhood watch""",
        "history": """
    history|consultations?|(in|back in) the (fifties|sixties|seventies)|(forty|thirty|twenty) years|strike
    19[5-8][0-9]|miners|hillsborough|everard|couzens|savile|years ago""",
    },
    -2: {
        "the page": """
    pages?|site|website|report|form|box|section|paragraph|sentences?|version|reports?|video|audio""",
        "policy": """
    recommendations?|figures|statistics|data*|number of|failures|training|polic(y|ies)|plans?|actions?|pcc
    targets?|inquiry|scrutiny|council*|publish*|updat*|super complaint|chief|forces|response|inspectorate
    deadline|scheme|summary|results?|review|budget|funded|resign*|apolog*|progress|trained|vet|leaflet|foi
    freedom of information|audit*|accountab*|strategy|commitments?|milestones?|objective|root cause|iopc
    culture|vetting|watchdog|hmic*|college of policing|misconduct hearings|rates?|percent*|per cent
    compar*|statement*|policing|governance|stakeholders?|legislation""",
        "opinion": """
    police (are|do|never|is)|taxes|tax|trust|more bobbies|should be|useless|waste|always have|rubbish|nice
    promises|brilliant|helpful|clear(er)?|easy to|useful|i (think|feel) (the|it|that)|we never see|tone
    informative|set out|cliche|disgrace*|joke|pathetic|waffle|ok i|fair play|about time|typical|honest|dry
    interesting|good (page|to see|read|work|job)|disappoint*|boring|too (long|short|many|vague|small)|woke
    hard to|confusing|misleading|unclear|means nothing|no mention|not mention*|the public|politic*|cuts
    government|spend*|money better|trust you|lip service|box tick*|tick box|learn*|lessons?""",
        "asks for a fact or a change": """
    (people|clients|members) ask (me|us)|would (my|it|there|the|you)|would (like|be) (to|useful|good)
    (could|can|may) (you|we|it|i (have|get))|please (add|explain|fix|use|stop|can|could|change|put|make)
    how many|what (is|does|are|s)|why (is|do|are|does|was|not)|where can i find|is there an?|whoever|may i
    who (is|owns|signs|made)|how do i|would have liked|i would like|is the|does the|when will|which
    who (can|do|would) i (ask|contact|speak) (about|to about)|should (have|say|include|come|go)
    needs? (a|to|an|more|proof)|any (update|news|plans)|(i am )?(just )?(curious|wonder*)|interested in
    want(ed)? to (know|understand|ask)|is it (possible|true)|are (you|there|the|these)|did (you|the)
    has (the|this|any)|dying to know|why (are|is|was|did) (this|the|it|there)""",
    },
    -1: {
        "people in general": "victims?|survivors?|abusers?|women|perpetrators?|officers (are|were|who)",
    },
}

SPELT = dict(pair.replace("-", " ").split("=") for pair in SPELLINGS.split())
NEGATED = re.compile(r"\b(do|does|did|is|are|was|were|has|have|had|could|would|should)nt\b")
DOUBLED = re.compile(r"([a-z])\1")
WORD = "(?:[a-z0-9£]{1,30} )"
MARKS = {"(?<= )~ ": WORD + "{0,6}", "(?<= )_ ": WORD + "{0,2}", r"\*": "[a-z]{0,9}"}


def plain(text: str) -> str:
    """Give the text in small letters, short forms spelt out, sentences parted by " . ", letters undoubled."""
    text = NEGATED.sub(r"\1 not", re.sub("['’‘`]", "", text.lower()))
    text = re.sub("[^a-z0-9£.]", " ", re.sub(r"[.!?;:\n]", " . ", text))
    return DOUBLED.sub(r"\1", " ".join(SPELT.get(word, word) for word in text.split()))


def compiled(phrases: str) -> re.Pattern[str]:
    """Make one pattern of phrases."""
    pattern = "|".join(map(str.strip, phrases.strip().splitlines()))
    for name, words in LISTS.items():
        pattern = re.sub(rf"\b{name}\b", f"({'|'.join(words.split())})".replace("-", " "), pattern)
    pattern = DOUBLED.sub(r"\1", pattern)
    for mark, meaning in MARKS.items():
        pattern = re.sub(mark, meaning, pattern)
    return re.compile(rf"\b(?:{pattern})\b")


IDIOMS = compiled(HARMLESS)
ROWS = [
    (name, points, compiled(phrases))
    for points, rows in [*SIGNS.items(), *CONTEXT.items()]
    for name, phrases in rows.items()
]


def weigh(text: str) -> list[tuple[str, int]]:
    """Give the name and points of each row that the text meets, so that an editor can see why."""
    words = IDIOMS.sub(" . ", plain(text))
    return [(name, points) for name, points, pattern in ROWS if pattern.search(words)]


def find(text: str) -> list[str]:
    """Give the names of the gravest things found, three at most: none in most texts."""
    met = weigh(text)
    if sum(points for _, points in met) < NEEDED:
        return []
    return list(dict.fromkeys(name for name, points in met if points > 0))[:MOST]
