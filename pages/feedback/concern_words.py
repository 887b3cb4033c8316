"""The words that add points to a feedback text: of harm, and slighter signs of an account of real people.

They stand by points, then by the name that is shown. A row counts once, however many of its phrases a text
has. Phrases are parted by | or a new line; concerns.py gives the marks and the lists in capitals that they
are written with, the words that take points away, and the sum that is needed. To mend a wrong answer, add a
phrase to the row that it suits, general enough for texts not yet seen.
"""

SIGNS: dict[int, dict[str, str]] = {
    7: {
        # People often say that they want to die in few and roundabout words; these hold in any context.
        "may be suicidal": """
    (ME|KIN|feel*|he|she) ~ (suicidal|self ?harm*|overdos*)|(be|am|like|just) a burden|finished me
    (kill|hurt|harm|cut|hang|starv)(t?ing)? (my|him|her|them)sel(f|ves)|(want|wanna|ready) (to )?die
    (end|ending|take|taking|took) (it all|(my|his|her) (own )?life)|want _ it _ (to end|to stop|over)
    better off (without|if i|dead|not)|happier (if|without)|fine (without me|if i)|nothing left|my wrists
    (would|will|be|they|all) (all )?(be )?better off|can not do (this|it|life) (no|any|much)|had enough of
    (can|could) (not|hardly) _ (go on|carry on|cope|keep going|face|take (it|this|any|much)|live)
    (enough|sick|tired) of (it all|life|living|everything)|wish i (was|were) (dead|not)|not trust myself
    (no|not|see (the|any)) _ (point|reason) _ (carrying|living|going on|left|being)(?! (in|having))
    not want to (be here|live|exist|go on|be around|wake)|nothing to (live|lose)|when i am (gone|dead)
    (thinking|thought|looking|think|look) _ (pills|tablets|river|bridge|suicide|ending)|(be|all) over soon
    (took|taken|taking|swallowed|take) _ (overdose|tablets|pills|paracetamol|the lot|all of them|them all)
    if i (was|were|am) not (here|around|alive)|not (be )?(here|around) (much|after|by)|empty packet
    (written|wrote|left) _ (letters?|notes?)( (to|for))?|look after the (dog|cat|kid|child)*|going to jump
    by the time (you|anyone|someone) (read|open|get|see|find)*|will not (bother|trouble) (you|any)
    (ME|HE|stood|sat) ~ (on|by|off|near|up|over|side of) (the|a) _ HIGH|(a|the) (rope|razor)|last message
    (no one|anyone|they) (would|will) (notice|miss me)|cutting (again|myself)|(got|is|has) _ too much
    let _ of it all|(is|was) my last|(would|will) not be here|not (want to )?wake|put an end|ending things
    be with my (mum|dad|son|daughter|wife|husband|baby)|nothing works|lost the will|too late for me
    not be long now|good ?bye|end it( all| now| soon)?|made up my mind|on the (tracks|ledge|railings)
    not see the (next|summer|weekend|morning)|stand by the (railway|line|river|bridge)""",
    },
    6: {
        # It is happening as the text is written, or the writer cannot speak, leave or go home safely.
        "danger now": """
    HE ~ (outside|in the (garden|house|kitchen)|downstairs|upstairs|at (the|my|our) _ door|banging)
    locked (us|me|her|him|them) (in|up)|not let _ out|(i|we) _ hiding|kicking off|trying to get in|door in
    not safe|(help|save) (us|me) (please|now|he|she|they|from)|help (he|she|they|i am)|need help now
    come quick*|please help (me|us)(?! [a-z])|send (someone|somebody|police|help)|unsafe (at|in)|ring me
    text (me )?(not (call|ring)|do not)|(please|just) do not (ring|call|phone|come)|(him|he is) right now
    (he|she) (can|will|might|could|may) (hear|see (me|this)|find (me|us|out)|know|(come|be) back|check)
    can not (talk|speak) (now|he|out)|not breathing|(is|am) bleeding|blacked out|smashing (things|up)
    smel* _ gas|whispering|on fire|all go (up )?together|not let* _ (leave|go|ring|in|near)|gone quiet
    (break|broke|kick|bang)ing (in|down|on|the)|in the (wardrobe|cupboard|bathroom|attic|boot)|pretend*
    (foaming|fitting|choking)|against the door|not breath* (good|properly|well|right)|do not reply
    (back|inside) of a (lorry|van|truck)|turned the lights off|beg(ged|ging|s) (him|her|them|me)
    (been|has|got) (drinking|drunk) (since|again|all)|he will kill|on (his|the) way (here|over|round)
    not waking|stopped (moving|crying)""",
    },
    5: {
        # Words said to frighten or foretelling harm, and weapons that someone has to hand.
        "threat or weapon": """
    (will|going to|wants? to|tried to|trying to|said he|said she) _ DO_HARM _ THEM|going to use it|slit
    (will|going to) (burn|blow|smash) _ (house|place|police|station|school|it|flat)|coming down|sets? foot
    (HE|ME|got|getting|received|sent) ~ threat* ~ (ME|him|her|them)|make sure (no one|the|i|she|he)
    (if|when) (i|she|he|we) (ever )?(leave|left|tell|told|go)|(he|she|they|you) (is|are|will be) dead
    know* where (i|we|she|he|you|they) lives?|watch (your|his|her|my) back|(be|am|are) waiting for THEM
    i will (get|kill|find|have|hurt|swing for) (him|her|them|you)|(ruined|destroyed) my life|got it coming
    (with|got|(he|she|who|they) ha[sd]|carry*|pull*|bring*|brought|wav*) (a|an|the|his) _ WEAPON(?! crime)
    bought (a|an) WEAPON|(will|going to) (regret|pay for)|(see|know) what (will|is) (happen|coming)
    blow (it|the|us|them)|set it on fire|(a )?dead man|with my name|finish the job|deserves? to die
    going to (find|get) (him|her|them|that|you)|get what|put (me|her|us) in the ground|blood on|watch out
    (will|going to) (make|teach|show) (him|her|them|me|you) (pay|suffer|a lesson)|good for (him|her|them)
    (what|which) school (his|her|their|your)|put (him|her|me|them) in (the|a) (river|hospital|ground)
    shoot (the|him|her|them|anyone|some*)|burn _ (house|home|us)""",
    },
    4: {
        "violence or abuse": """
    HE ~ HURT ~ (ME|him|her)|HURT (me|us|her|him)|(shout|yell|scream)* _ _ at THEM|lost his temper|flinch*
    (i|we|(my|our) KIN) (was|were|got|am|is|have|has|gets?|being) _ _ HURT|black eye|(split|fat) lip|limp*
    hands? (round|around|over|on) (my|her|his) (throat|neck|face|mouth)|lip split|no memory|black and blue
    (laid|put|raised) _ (hands?|finger) on|(can|do|did) not remember _ (after|getting|how)|knelt on|cuffs
    broke (my|his|her)|did (that|this|it|all)( of that)? to THEM|forced (himself|herself|me|her)|handcuff*
    burn(t|ed|s) (me|her|him|my)|(threw|throws|throwing) _ _ (at|down)|walk* on eggshells|taser*|marks on
    (broken|broke) (arm|rib|nose|jaw|wrist)*|by the (hair|arm|neck)|rough with|hurt (me|her|him) down
    (kick|beat|hurt|drown|starv)* (a|the|his|her|their) (dog|cat|horse|pup*)|on the floor
    (put|threw|held|slammed|dragged|locked|pushed) (me|her|him|us|my) _ (wall|floor|stairs|hair|down|against)
    (took|takes|hides|let me have) (my|her|his) (inhaler|hearing aids?|glasses|wheelchair|stick|medication)
    (push|mov|kick)(ed|ing|es) my wheelchair""",
        # Sexual harm, of today or of long ago, and the use of intimate pictures.
        "sexual offence": """
    (HE|ME) ~ SEXUAL ~ (ME|him|her|KIN)|(i|my KIN|she) (was|were|got|have been|has been|had been) _ SEXUAL
    i was (only |just |about |a )?(AGE|child|kid|girl|boy)|hands? (down|up|inside) (my|her|his)|i said no
    when i was (in (care|the home|school)|at school)|(did|does|done|doing) (things|stuff) (to|with) THEM
    (come|came|comes|get|got) in(to)? (my|her) (room|bed)|made me (do|touch|watch)|filmed me|condom
    without my (consent|permission)|getting (changed|undressed)|woke up (and|to|with|in)|kissed me|begging
    (pictures?|photos?|images|videos?|pics|nudes) (of (me|us|her|him)|to (someone|a|him|some))|dick pic*
    rub* (him|her|up|against)|(put|puts|had) _ hands? (on|up|down|under)|against my will|his trousers
    (was|am|were) asleep|slept with me|sends? (me|her) (pics|pictures|photos)|(wanking|masturbat*|naked)
    expos(es|ed|ing) (himself|his)|pictures? and (now )?(he|she|they)|bruises|up my skirt|on top of me
    (sent|sends|sending) _ (photos?|pictures?|pics) of (him|his)|in (his|my) bed|ai (pictures|nudes)
    (pulled|took|ripped) _ (knickers|pants|trousers|dress|clothes)|touch* _ (leg|chest|knee|bottom|bum)
    (asked|asks|wants|asking) (her|him|me) for (pictures|photos|pics|nudes)""",
        # Stalking: unwanted contact, following, watching, and the devices for it.
        "being followed or watched": """
    stalk* (me|us|her|him)|(my|a) stalker|(i|we|she|he|KIN) _ (followed|watched|tracked|stalked|filmed)
    (follow|watch|film|track|spy|record)* (on )?(me|us|my|her|our|him)|leave (me|us|her) alone|hangs up
    found out where|(tracker|box stuck|device (on|in|under))|camera ~ (at|in|on) (me|my|our)|drives past
    knows? (where|when|everywhere|everything|which) _ (i|we|she|am|have|door|mine)|heavy breathing|peering
    (turn|show)* up (at|outside|to my)|reading my (text|messag)*|blocked (him|her|me)|block (him|her)
    (HE|and) _ keeps? _ (turn|com|call|ring|messag|text|phon|driv|ask|wait)ing|i blocked|new account
    (HE|stop|stopped|been) (messag|text|ring|rang|phon|contact|call)* (me|us|my|her)|something on my phone
    (breach|broke)* his|fake (profile|account)|(notes?|flowers|cards?) (on|under|through|left)|windscreen
    HE ~ (waits?|waiting|hanging|sits|sitting|parked|standing) ~ (gates?|school|outside|house|car|stop)
    (follow|trail)(ed|ing|s) (me|us|her|behind|off)|(no|un)known number|peeping|every (move|where) i
    looking (in|through) (my|the|our)|wherever i go|letting himself|lets? himself|new address|sat nav
    hanging (a)?round|changing room*|same (man|car|bloke|person|van)|(his|her) password|through my bins
    outside my (work|house|flat|gym|school|window|office)|(where|what) i (was|am|wear|wore)
    (rings|texts|messages|emails) (me|her|him) (all|every|at|day)
    (sends?|sent) (me|her) (flowers|letters|messages|a photo)""",
        # Control at home, forced marriage, cutting and forced work.
        "controlled or held": """
    (he|she|they|KIN) _ (not|never) _ (allow|let)* _ (ME|her|him|phone|out)|ha(s|ve) to ask (before|him)
    (keep*|kept|took|taken|takes|has|holds?|controls?) _ (my|her|his) _ (passport|phone|keys|wages|money|card)
    not (pay|paid|paying) (me|us|them)|give* him (it|all|my)|(forc|mak)(e|ed|es|ing) _ marry|owes?|caravan
    not allowed out|(tak|send|sent|fly|go)* _ _ (airport|abroad|back home|pakistan|india|somalia)|be cut
    shamed (them|us|him)|(that|this) is (my (life|husband)|me|us)|can not (go (out|home)|leave)|to a room
    never (goes|looks|speaks|comes)|check(s|ing|ed)? (my|her|the mileage)|(pay|paid) (back|it off)|my pin
    cash machine|do not speak to any*|for marriage|to marry|my benefits?|bank card|sleep* (in|on)
    lock(s|ed|ing)? (her|him|me|us)|visa from|taking (her|him) to|will not let (me|her|him)|ten (of|to)
    (not|never) allowed|(takes?|took) (my|her|his|the) (wages|keys|money|pension|phone|car)|no days? off
    in charge of (my|the) money|(picks|chooses|tells me) what|who i (see|talk|speak)|cut (me|her) off from
    (my|her) (visa|papers|documents)|i have to ask|lock* the door|tell* him (what|who|where)
    breach* (his|her|the|it)|comes? back for (more )?money|says? (he|she|they) owe*""",
        "theft or damage": """
    (HE|ME|has|have|got) ~ STEAL ~ (my|our|his|her|mums?|dads?|nans?)|stolen (from|last|out|off)|set* fire
    (been|got|had) (burgl|rob|nick|stol)*|(my|our|KIN|the) ~ (got|was|were|been|has|have|had) _ STEAL
    (been|one|break*|broken?|got) (in|into|in to) (my|our|the) (shed|garage|house|flat|car|van|shop)
    got done|(my|our|shop|car) windows? _ (through|smashed|broken|in)|tried to (grab|steal|get in)|tyres?
    (they|he) took my|through (my|our|are) _ (door|letter ?box)|cat converter|lead off|parcel|fireworks
    (paint|smash*|damage*) ~ (mosque|synagogue|temple|church)|(broke|break|breaking|broken) in|dog mess
    (coat|bike|phone|van|quad|tools?|car|till|bag|purse|wallet|trailer)s? _ (gone|missing|taken)|burnt out
    window (in|out|smashed)|(my|our) _ _ (gone|taken|slashed|smashed|damaged|stolen|nicked)|ransack*
    put _ windows? (in|through)|out (of )?my (wallet|bag|purse|pocket)|(five|[2-9]) times|turned over
    GOODS (was |were |been |got |has |have )?(gone|taken|nicked|stolen|missing)|kicked (in|my|the|our)
    helped (himself|themselves)|broken into|cut the (fence|lock)|(threw|throw*|chuck*) _ _ (at|through)
    (took|taken|got) the (quad|bike|van|car|cash|lot|tools|trailer|lead)|letter ?box""",
        "fraud or blackmail": """
    (ME|HE|been|got) ~ (scam*|conned|defrauded|tricked|ripped off|duped|blackmail*|sextort*)|from the bank
    (accounts?|savings|pension|(my|her|his) (money|cards?)) ~ (gone|emptied|missing|drained)|in my name
    (lost|gave|sent|transferred|paid) ~ (grand|savings|£ ?[0-9]{1,6}|gift cards)|was _ (oil|army)|oil rig
    (ask|demand)* _ (money|cash|£)|(send|post|show) them (to|online)|or (he|they) _ (post|send)|not exist
    want* another|investments?|cold caller|dating (ap|site)|(my|her|his|nans) (savings|pension|bank card)
    (a|the) refund|(fake|bogus) (ticket*|police|officer|site|link)|cowboy builder*|hmrc
    paid (him|her|them|a)|never (came back|turned up|arrived)|signed (over|something)
    changed (his|her) will|use (my|his|her) bank""",
        # Children and adults who are used by others, missing or not cared for.
        "person at risk": """
    (KIN|he|she|they) _ being (used|exploited|groomed)|(two|new) (phones|trainers|clothes)|bed ?sores
    picked up ~ cars?|(took|taken|taking|take) over _ _ (flat|house|home)|offered THEM _ lift|disappears
    (KIN|he|she) (is |has |are |ran |run )?(been |now |gone )?(missing|gone|away|off)|(she|he) is only
    not (come|been|got) (home|back)|left (his|her) (phone|tablets|meds)|not (himself|herself)|went out
    (he|she|KIN|is|has) not answer*|(spoken|talking|chatting) to (my |a )(KIN|man|stranger)|nappy
    (baby|child|kids?|toddler|little (boy|girl)|old (man|lady)) ~ (alone|cry*|hungry|neglect*|filthy|scream*)
    (she|he|they|who) (is|was|looks?|are) _ AGE|older (man|men|boys|lads)|comes (home|back) (with|late)
    different (cars?|men)|without (a |his |her )?(coat|shoes)|(she|he) is (old|frail|poorly|disabled)
    (not|nobody) (seen|heard from) (him|her|them|my)|left alone|on (his|her|their) own|running (for|drugs)
    (met|meeting) (a|some|up with) (man|lad|boy|older|someone)
    (he|she|they) (give|gives|gave) (her|him|them) (money|drink|weed|vapes|gifts)""",
        "drugs, hate or wrong by an officer": """
    (giv|hand|pass)ing (out )?(pills|drugs|weed|vapes)|drunk ~ driv*|OFFICER ~ WRONG ~ (ME|her|him)|paki
    (sell|deal|grow)ing (drugs|pills|weed|crack|vapes|stuff|from|out)|(was|been|got) called (a|an)|tranny
    go (back|home)|racial* abused?|been (called|shouted)|fag*t|nigger|headstones|spat|smell of weed
    (look*|search*) (up|me|her) (his|my|her|on)|(my|i) (was|got) (searched|stopped|arrested|handcuffed)
    because (i am|we are|he is|she is)|(he|she|they) (spit|spat|swore)|drunk (and|behind|at the wheel)
    for being (gay|black|asian|muslim|trans|disabled|jewish|polish)|no (plates|insurance)
    knocked (me|her|him) (off|over)|(number|details) off|my (complaint|statement) (was|has)""",
    },
    3: {
        "may be suicidal": """
    (i|we) _ not ~ any more|good night (all|everyone)|sorry for everything|something (stupid|silly)
    is the point|see _ (way|future)|no way out|not matter (now|any more|soon)|sorry to (mum|dad|my)
    tell (them|my|him|her) _ i|i (did|tried) (my best|everything|to hold)|dark (place|thoughts)|tired of
    stopped (eating|taking)|given (my|away)|no point|(my|her|his) (tablets|pills|meds)|on the platform
    too tired|(car park|multi storey) roof|(feel|feeling|am) so? ?(numb|empty|hopeless|worthless|alone)
    no one (listens|cares|would|will)|not (slept|eaten|ate)|said goodbye""",
        "fear": """
    (ME|she|he|been) ~ AFRAID _ (to|of|for|he|she|they|what|that|in)|(i am|i was|we are|is) _ AFRAID
    scared to|(sleep|slept) in (the|my)""",
        # The shy openings of a report of any kind.
        "hard to tell": """
    (i|we) _ never (told|reported)|no one knows|too late to (say|tell|report)|police matter|want to say is
    not (want|wish) ~ (trouble|fuss)|who (do|can|should) (i|we) (tell|report)|sorry to bother|if it counts
    i should (have|of) (said|told)|right (place|box)|(is|was) (that|it) (even )?a crime|no names|i let
    not say (it|who|anything)|not (want|know) me saying|not sure (if|who|i am)|wrong place|too late for
    can i (tell|talk)|do not know (if|why|who|where)|is that what you mean|all i (will|can) say|should i
    is anyone there|not (tell|say) (anyone|her|him|them)|without (my|him|her) _ (finding|knowing)|shrug*
    something (is )?not right|my name (out|from)|not (a|trying to be a) grass|where to start|anonymous
    what (must|should|can|do) i do|anyone (i|who)|keep (this|me|my name)|too (scared|frit|afraid)
    every(one|body) knows who|probably nothing|no(t)? (one|body) (wanted|did anything|believed)
    not want to (interfere|lose)|(just|only) (telling|saying|asking) (for|because)|not (an? )?emergency
    is (it|this|that) (normal|ok|allowed|illegal|abuse)|does (it|that|this) count|in confidence
    probably (me|nothing|silly)|(feel|felt|being) (silly|stupid|daft|ashamed)|wont believe|not believe me
    (no|any) (one|body) (else )?(to|i can) (tell|turn)|first time i (have )?(said|told|seen)|do not tell
    please do not (tell|contact|write)|i know (what|who) (he|she|they) did|(our|a|his) secret
    not (written|said|told) ~ before|someone should know|making a fuss|prob(ably)? (kids|nothing)
    (my|his|her) (wife|husband|mum|dad|family) (does|do|did) not know""",
    },
    2: {
        "court order against someone": """
    non ?mol*|restraining order|injunction|bail conditions|not (supposed|allowed) (to be )?near
    (been|is|was|gets?|he) _ (released|let out|out of prison)""",
        # Also names of topics, so too little alone in a text about the page.
        "words of harm": """
    terrorist|hijab|headscarf|turban|slur*|swastika|vulnerable|dementia|learning dis*|care home|hotel|fgm
    snapchat|cannabis|drone|courier|bitcoin|crypto|cigarette|county lines|cuckoo*|arson|thieves|spyware
    tracker|air ?tag|hit and run|shoplift*|death threats|in danger|confused|gift cards|bruis*|monitor*
    strip search*|petrol|laundering|money mule|deepfake|indecent|catalytic|inappropriate*|hours a day
    unpaid|deport*|power of attorney|unconscious|throat|stitches|off duty|racing|needles|suicidal thoughts
    screaming|collapsed|minibus|shower|custody""",
        "tells of him or her": "he|she|him|himself|herself",
        "what they did": """
    they (have|had|took|put|are|keep|know|said|did|threw|shout*|made|came|got|get)(?! not)""",
        "tells of someone": """
    (a|an|the|some|two|three|four|one|this|that|old|young|my) _ STRANGER|someone|(a|some|two|one) OFFICER
    there is (boys|lads|men|kids|people|someone|girls)
    (man|men|lads?|boys|woman|bloke) (keeps?|has|is|was|who)""",
        "done to the writer": """
    HE _ _ (me|us|my (door|car|house|room|bed|phone|face|hair|wages|things|keys|name|arm|neck|work))
    (he|she|they) _ _ (him|her)
    (keeps?|kept|been|started) [a-z]{2,12}ing _ _ (me|us|my|her|him|himself|it|round)""",
    },
    1: {
        "tells of him or her": "her|his",
        "tells of family or neighbours": "(my|our|your|his|her|a|the) _ KIN",
        "tells of the writer": "i|my|me",
        "seen or heard": """
    (saw|seen|heard|watched) (a|an|two|three|some|the|him|her|them|it)
    (i|we|just) (saw|heard|seen|noticed|found)""",
        "lately or still": """
    tonight|last night|this morning|yesterday|today|now|again|(mon|tues|wednes|thurs|fri|satur|sun)day|ago
    mins|(this|last|every|most) (week|night|morning|month|friday|time|day|year)s?|days|weeks?|hours|still
    since|all night|twice|once a|every (single|other)|at (night|weekends?)|the other day|this is the
    (one|two|three|four|five) (times|nights|days)""",
        "home, body or belongings": """
    (my|our|his|her|the|a|own) _ OWN|bed|bathroom|upstairs|downstairs|next door|opposite|outside|grand
    quid""",
        "rough words": """
    WEAPON|HURT|STEAL|drugs|blood|bleeding|scream*|shout*|threat*|scared|drunk|cried|crying""",
    },
}
