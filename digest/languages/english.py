"""English: words, patterns and the wording of editions."""

from __future__ import annotations

from digest.languages.language import (
    Abbreviations,
    CalendarWords,
    EditionWording,
    FigureWords,
    HeadlineWords,
    Language,
    Plural,
    StandalonePatterns,
    StemEndings,
)

_STANDALONE = StandalonePatterns(
    pronoun=r"""
        he|she|it|they|his|her|hers|its|their|theirs|him|them|these|those|both(?! \S+ and)|others
        another|that|the (?:former|latter|pair|duo|two)|(?:according to|for) (?:him|her|it|them)
        this(?! (?:week|weekend|month|year|season|morning|afternoon|evening|spring|summer|autumn|winter))
    """,
    connective=r"""
        but|and|or|nor|so(?! far)|yet|however|still(?=,)|also|then(?!-)|thus|hence|instead(?! of)
        meanwhile|moreover|furthermore|nevertheless|nonetheless|therefore|besides|otherwise|likewise
        similarly|consequently|accordingly|indeed|afterwards?|after (?:that|all)
        for (?:example|instance)|for (?:his|her|their|its) part
        in (?:addition|contrast|fact|turn|response|return|other words)(?=,)|as (?:a result|such)(?=,)
        on the (?:other hand|contrary)|that said|even so|at the same time|by contrast|of course
        (?:despite|because of) (?:this|that)|to that end|(?:since|by|until|before) (?:then|that)
        at that (?:time|point|moment|stage)|(?:moments|minutes|hours|days|weeks|months|years) later
    """,
    # "mine" counts behind a verb only: in most news it is where coal comes from.
    person=r"i|me|my|of mine|(?:is|was|are|were|be) mine(?! [a-z])|we|us|our|ours|you|your|yours",
    speech=r"""
        (?:he|she|they|it) (?:also |then |later |has |had )?(?:said|says|added|adds|told|tells|wrote)
        (?:he|she|they) (?:noted|explained|continued|insisted|claimed|recalled|joked|asked|replied)
        (?:said|says|added|wrote|noted|explained|continued|recalled) (?:he|she|they)
    """,
    request=r"""
        (?:read|see|watch|learn|listen|click|tap|scroll|join|download|stay|get|find out|check out)
        (?:sign up|sign in|log in|subscribe|enter your|don['’]t miss|share (?:this|on|your))|save [$£€]?\d+
        in (?:this|today['’]s|tonight['’]s) (?:programme|program|edition|episode|video|show|podcast)
        here(?:['’]s| is| are) (?:how|why|what|where|when|who|some|the|our|all|everything)
        (?:how|where) to|live ?stream|spoilers?(?: alert| warning| ahead)|follow (?:us|live|all|our|along)
        follow the (?:latest|build-up|action|match|game)|(?:additional |further )?(?:reporting|editing) by
    """,
    appeal=r"""
        read (?:more|also)|click here|newsletters?|scroll down|story continues|continue reading
        terms of (?:use|service)|privacy policy|last updated|cookie (?:policy|settings)|all rights reserved
        (?:use|uses|accept) cookies|sponsored content|contributed to this|(?:pleased|delighted) to welcome
        this (?:article|story|report|post|page) (?:was|is|has been|first|originally|contains|may|will)
        for more (?:information|stories|news|details)|photo(?:s|graph)? by
        file (?:photo|image|picture)|related (?:stories|articles|topics|content)|found (?:below|here)
        [\w-]+['’]s [\w-]+ [\w-]+ (?:reports from|explains|examines|looks at|breaks down)|reports from the
        affiliate (?:links?|commission)|(?:has|have) (?:more|the (?:story|report|details|latest))(?=\W*$)
    """,
    definite=r"""
        the(?! (?:\S+ ){1,2}(?:of|that|who|which|whose|where)\b)(?! (?:(?!said )\S+ ){1,2}(?:in|at|from)\b)
    """,
    prospect=r"""
        will(?! of\b)|won['’]t|set (?:to|for)|(?:is|are|was|were) (?:due|expected|scheduled|about|likely) to
        to be \w+(?:ed|en|orn)|poised (?:to|for)|ahead of|(?:plans?|planning|hop(?:es?|ing)|aims?) to
        expected (?:to|for|later)|scheduled (?:to|for)|prepar(?:es?|ing) (?:to|for)|brac(?:es?|ing) for
        can (?:seal|clinch|win|secure|reach|become)|could (?:be|become|face|lose|see|seal|win|reach)
        (?:under ?way|upcoming|tomorrow)|head(?:s|ing)? to the polls|cast(?:ing)? (?:their )?(?:votes|ballots)
        soon to|hoping for|would (?:be|become|give|make|mark|see)|vot(?:es?|ing) in (?:[\w-]+ ){0,4}elections?
        await(?:s|ing)?|on the (?:verge|brink|eve) of|gear(?:s|ing) up|(?:wait|rac)(?:e|s|es|ing) (?:to|for)
    """,
)

_WORDING = EditionWording(
    locale="en_GB",
    quotes=("“", "”"),
    numbers="no one two three four five six seven eight nine ten eleven twelve",
    reasons={
        "same_text": ("Same text as another report", "counted once, under the outlet that had it first"),
        "too_old": ("Too old for this edition", "published before {start}"),
        "muted": ("Muted", "they hold a word from your list, or are of a story you muted"),
        "rule": ("Dropped by your rules", "a rule of the configuration applies; its name follows"),
        "excluded": ("Kept out by a source’s filter", "its include and exclude words decide"),
        "too_short": ("Too short to quote", "fewer than two full sentences"),
        "below_cut": ("Below the cut", "ranked after the last story that this edition has room for"),
        "other_section": ("In another section", "this edition holds one section only"),
        "not_an_article": ("Not an article", "pages, lists and files that hold no report"),
        "unreadable": ("Could not be read", "files that are damaged or of an unknown kind"),
        "failed": ("Could not be handled", "the program failed on them; please report it"),
    },
    score_parts={
        "voices": "independent voices",
        "desk": "the share of the outlets on such news that have it",
        "trade": "coming from trade papers, which print the same releases",
        "hard_news": "news of the world, of politics or of business",
        "toll": "the number of dead",
        "freshness": "freshness",
        "spread": "news through the day",
        "service": "being a service, not news",
        "soft": "being a review, a trailer or a comparison",
        "teaser": "being a line or two of one outlet",
        "topic": "the other stories on its topic",
        "manner": "not telling news in its headline",
        "substance": "a full text",
        "continuing": "going on from before",
        "boost": "a word you asked for",
    },
    labels={
        "skip": "Skip to the stories",
        "editions": "Editions",
        "skyline": Plural(
            "{n} report came in between {start} and {end}. Used in this edition: {used}.",
            "{n} reports came in between {start} and {end}. Used in this edition: {used}.",
        ),
        "stories": Plural("{n} story", "{n} stories"),
        "briefs": Plural("{n} brief", "{n} briefs"),
        "briefs_heading": "Briefs",
        "recordings": "To watch and listen to",
        "listen": "Listen",
        "watch": "Watch",
        "minutes_to_read": Plural("{n} minute to read", "{n} minutes to read"),
        "written": "Written at {time}.",
        "written_from": Plural(
            "Written at {time} from {ok} of {n} source.", "Written at {time} from {ok} of {n} sources."
        ),
        "written_from_all": "Written at {time} from {n} sources.",
        "no_edition": "No edition. Tried at {time}.",
        "reports_in": Plural("{n} report in {hours} hours", "{n} reports in {hours} hours"),
        "used_below": "{n} used in this edition",
        "contents": "Today in one minute",
        "contents_days": "{Count} days in one minute",
        "days_notice": "{first} to {last} in one edition.",
        "catch_up": Plural(
            "One edition was missed, on {since}; this one makes up for it.",
            "{Count} editions were missed since {since}; this one makes up for them.",
        ),
        "more_stories": Plural("{n} more story", "{n} more stories"),
        "about": "About this edition",
        "lead": "Lead story",
        "lead_short": "Lead",
        "other_section": "More stories",
        "reports": Plural("{n} report", "{n} reports"),
        "voices": Plural("{n} independent voice", "{n} independent voices"),
        "latest": "latest {time}",
        "minutes": "{n} min",
        "updated": "updated",
        "continuing": "Continuing since {day}",
        "joins": "Became one with {titles}",
        "parts_from": "Was part of {title}",
        "back": "Last covered on {day}",
        "quiet_stories": "Nothing new on these",
        "more_on_this": "More on this",
        "day_by_day": "Day by day",
        "in_language": "In {language}",
        "also_in_language": "Also reported in {language}",
        "first_sentence": "no headline, this is the first sentence",
        "headline_only": "There is only a headline to quote.",
        "headline_from": "Headline from {source}, source",
        "headline": "Headline: {source}",
        "first_sentence_of": "First sentence: {source}",
        "source_number": "{source}, source",
        "new": "New",
        "new_since": "since {day}",
        "known": "What was known on {day}",
        "sentences": Plural("{n} sentence", "{n} sentences"),
        "more_sentences": Plural("{n} more sentence", "{n} more sentences"),
        "differ": "Figures differ",
        "figure": "Figure",
        "reported_by": "Reported by",
        "keywords": "Keywords",
        "colon": ":",
        "only_one_short": "only one source",
        "only_one": "Only one source.",
        "no_other": Plural(
            "One other source has not reported this.", "None of {n} other sources has reported this."
        ),
        "others_repeat": Plural("The other report has its text.", "The other {n} reports have its text."),
        "same_outlet": "All of the reports are its own.",
        "coverage": "{n} reports over {hours} hours, from {start} to {end}.",
        "in_colour": "updates in colour",
        "quoted_here": "Quoted here",
        "also_covered": "Also covered by",
        "same_text_as": "same text as {source}",
        "same_text": "Same text as {source}",
        "why_one": "Why these are one story",
        "why_short": "why",
        "why_here": "Why it stands here",
        "why": "The {n} reports {facts}.",
        "why_words": Plural("share the word {words}", "share the words {words}"),
        "why_span": "appeared within {hours}",
        "hours": Plural("one hour", "{n} hours"),
        "why_copies": Plural(
            "One of them carries the same text as {source} and counts as the same voice.",
            "{Count} of them carry the same text as {source} and count as the same voice.",
        ),
        "points": "Its place on the page: {total} points, {parts}.",
        "points_for": "{points} for {part}",
        "end": "That is all for {weekday}.",
        "sources": "Sources",
        "part_of": "{part} of {whole}",
        "answered": Plural("source answered.", "sources answered."),
        "did_not": Plural("One did not.", "{Count} did not."),
        "dots": "{ok} answered, {ill} did not",
        "failing": Plural("Since {day}.", "Since {day}, {n} visits in a row."),
        "healthy": Plural("The source that answered", "The {n} sources that answered"),
        "more_ill": Plural("One more that did not answer", "{Count} more that did not answer"),
        "left_out": "Left out",
        "not_in": Plural("report is not in this edition.", "reports are not in this edition."),
        "by_name": "By name",
        "and_more": "and {n} more",
        "earlier": "Earlier editions",
        "first_edition": "This is the first edition.",
        "quiet_day": "A quiet day",
        "quiet_none": "A quiet day. None of your sources reported anything new.",
        "quiet_alone": "A quiet day. No story was reported by two or more independent voices.",
        "quiet_few": Plural(
            "A quiet day. Only one story was reported by two or more independent voices.",
            "A quiet day. Only {count} stories were reported by two or more independent voices.",
        ),
        "from_store": "None of your sources answered. This edition is made of what was collected before.",
        "no_news": "No news reached this machine",
        "none_answered": Plural("Your only source did not answer.", "None of your {n} sources answered."),
        "network": (
            "When all of them fail at once, the cause is almost always the network connection here, "
            "not the sources."
        ),
        "try_now": "To try again, run",
        "last_edition": "The last edition:",
        "source_numbers": "Source numbers",
        "source_numbers_key": "the number is the outlet, the letter the sentence.",
        "colophon_text": "Every sentence above stands word for word in the article named after it.",
        "shortened": "This message is shortened.",
        "whole_edition": "Read the whole edition.",
        "whole_edition_file": "The whole edition is in the file {name}.",
        "only_in_whole": "Only in the whole edition: {n} more.",
        "colophon_mail": (
            "Every sentence stands word for word in the article it links to. "
            "This message loads nothing from the network."
        ),
        "feed_of_stories": "Every story of the edition, in sentences of its sources.",
        "all_editions": "All editions",
        "editions_held": Plural("{n} edition since {day}.", "{n} editions since {day}."),
        "editions_key": ("The bars are the 24 hours before each edition; the part in colour was used."),
        "no_edition_row": "No edition",
        "newest": "The newest edition",
        "feed_of_editions": "A line for every story of every edition.",
        "search": "Search",
        "search_editions": "Search the editions",
        "search_hint": Plural(
            "Words from headlines and summaries of the {n} edition here.",
            "Words from headlines and summaries of the {n} editions here.",
        ),
        "search_script": (
            "This page searches with a small script, which is switched off. Everything that was collected "
            "is searched by the command"
        ),
        "found": "Found: {found}",
        "found_none": "Nothing found. All words must stand in one story.",
        "filter_stories": "Filter",
        "filter_hint": "Words in the stories",
        "keys_hint": "j and k go from story to story, o opens what is closed, m marks as read.",
        "fold_all": "Open everything",
        "unfold_all": "Close everything",
        "hidden_stories": "Stories hidden: {found}",
        "read_before": "read",
        "picture_of": "Picture from {source}",
        "colophon": (
            "Every sentence above stands word for word in the article it links to. The small number is "
            "the source; it opens the article at that sentence. Nothing on this page was rewritten, "
            "and the page loads nothing from the network."
        ),
    },
)

LANGUAGE = Language(
    stop_words="""
        a about above after again against all also although am amid among an and another any are aren around
        as at be because been before being below between both but by can cannot could couldn d did didn do
        does doesn doing don down during each either else ever every few for from further had hadn has hasn
        have haven having he her here hers herself him himself his how however i if in into is isn it its
        itself just ll m may me might more most much must my myself neither no nor not now of off on once one
        only onto or other our ours out over own per re s same she should since so some still such t than
        that the their theirs them themselves then there these they this those though through to too toward
        towards under until up upon us ve very was wasn we were weren what when where whether which while who
        whom whose why will with within without won would wouldn yet you your yours
    """,
    abbreviations=Abbreviations(
        inner="""
            abp adm adv ald alh amb assoc asst atty bp brig capt cf chas cllr cmdr col comdr cpl cpo cpt det
            dr drs e.g engr ens er esp fr ft gen gov govs hh hon i.e incl insp kum lic lieut lt maj md messrs
            mgr mlle mme mohd mr mrs ms msgr mt muh mx pfc pres prof pvt rep reps rev revd rt secy sen sens
            sgt sh shri smt spc sri ssgt st ste supt thos tsgt v viz vs wm m/s mhe
        """,
        numbered="""
            approx appx apr art aug c ca ch dec ed eds esp est ext feb fig figs fl jan jul jun ksh mar max no
            nos nov nrs nu oct p par para paras pg pgs php pp pt pts qr re ref rm rp rs sar sch sec sep sept
            kshs sgd shs tel tk tsh usd ush vol vols
        """,
        final="""
            al ala ariz ark ave blvd bros calif co colo conn corp d.c del dept dist e.u ext fla ga gmbh govt
            ill inc ind jr kan ky la ltd m.d mass md mich minn miss mo mont neb nev okla ore pa ph.d plc rd
            retd sr tenn tex thurs tues u.k u.n u.s u.s.a univ va vt wash wis wyo
        """,
    ),
    stem_endings=StemEndings("ments ingly ment ings edly ies ied ing ers es ed er ly s y e", min_letters=3),
    decimal_comma=False,
    calendar=CalendarWords(
        months="january february march april may june july august september october november december",
        weekdays="monday tuesday wednesday thursday friday saturday sunday",
    ),
    figures=FigureWords(
        numbers="two three four five six seven eight nine ten eleven twelve",
        scales={"thousand": 3, "million": 6, "billion": 9, "trillion": 12},
        percent="per ?cent",
        qualifiers=(
            "about|around|some|nearly|almost|roughly|approximately|circa|at least|at most|up to|more than"
            "|less than|over|under|fewer than|as many as|only|just"
        ),
        tolls={
            "dead": "kill(?:s|ed|ing)?|dead|die[sd]?|death toll(?: [a-z]+)?(?: to)?|deaths?",
            "hurt": "injur(?:es?|ed|ing|ies)|wound(?:s|ed|ing)?|hurt",
        },
    ),
    headlines=HeadlineWords(
        questions="how what when where which who whose why here",
        labels=(
            "live(?:blog|ticker|stream)?|watch|listen|video|podcast|newsletter|in pictures"
            r"|opinion|comment|analysis|review|explainer|day \d+"
        ),
        endings="explain(?:ed|er)|updates?|updating live",
        services=(
            r"crosswords?|wordle|sudoku|horoscopes?|(?:daily|today[’']s) puzzles?|puzzle (?:answers?|hints?)"
            r"|(?:news|weekly|[’']s) quiz|(?:lottery|lotto|powerball) (?:numbers|results)|gift ideas"
            r"|coupons?|(?:promo|discount|voucher) codes?|best (?:[\w’'-]+ ){0,4}(?:deals|gifts|sales)"
            r"|(?:buying|gift) guides?|(?:save|get|up to) \d+% off|(?<!\w )save (?:up to )?[$£€]\d+"
        ),
        broadcasts=(
            r"(?:how|where) to watch|live ?stream|tv tonight|stream (?:[\w.-]+ ){1,8}(?:live|online|free)"
        ),
        lists=(
            r"\d+ (?:[\w’'-]+ ){0,3}(?:things|ways|reasons|tips|steps|facts|questions|moments|looks|picks)"
            "|takeaways|(?:everything|all) we know|need to know|(?:looks|moments|memes) that"
        ),
    ),
    standalone=_STANDALONE,
    paywall_prompts=(
        r"(?:^|[.!?:…]\s+)(?:please )?(?:subscribe|sign (?:in|up)|log ?in|register|join us|become a)\b"
        r"|already a (?:subscriber|member)|(?:subscribers|members) only|for subscribers\b"
        "|(?:to|and) (?:continue|keep) reading|to read (?:on|the (?:full|whole|rest))|continue reading"
    ),
    wording=_WORDING,
)
