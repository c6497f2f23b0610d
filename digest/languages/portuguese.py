"""Portuguese: words, patterns and the wording of editions."""

from __future__ import annotations

from digest.languages.language import (
    Abbreviations,
    CalendarWords,
    DateStyle,
    EditionWording,
    FigureWords,
    HeadlineWords,
    Language,
    Plural,
    StandalonePatterns,
)

# At the start of a sentence "o", "a", "os" and "as" are articles, since no sentence begins with an unstressed
# pronoun; "nos" mostly means "in the". A verb needs no pronoun: "disse" means "he said" unless a speaker is
# named next to it.
_STANDALONE = StandalonePatterns(
    pronoun=r"""
        el[ae]s?|isto|isso|aquilo|amb[ao]s|del[ae]s?|nel[ae]s?|tal(?! como)|tais(?! como)|outr[ao]s?
        (?:segundo|conforme|para|com|contra|entre|de acordo com|a) el[ae]s?
        est[ae]s?(?! (?:segunda|terça|quarta|quinta|sexta|sábado|domingo|manhã|tarde|noite|madrugada|semana
        mês|ano|fim de semana|verão|inverno|outono|primavera|época|temporada|dias|vez))
        (?:n|d)?ess[ae]s?(?! (?:segunda|terça|quarta|quinta|sexta|sábado|domingo|semana))
        aquel[ae]s?(?! que)|entre (?:est|ess)[ae]s
        dest[ae]s?(?! (?:segunda|terça|quarta|quinta|sexta|sábado|domingo|semana|mês|ano|vez))
        seus?|suas?(?! (?:santidade|majestade))|os? seus?|as? suas?|(?:um|uma) outr[ao]|os dois|as duas
        o mesmo (?:acontec\w+|ocorr\w+|se|vale)
    """,
    connective=r"""
        mas|e|ou|porém|contudo|todavia|entretanto|no entanto|também|aliás|portanto|então|pois
        além (?:disso|disto|del[ae]s?)|assim(?! como| que)|(?:ainda|mesmo) assim|apesar (?:disso|disto)
        por (?:isso|isto|exemplo|outro lado|sua vez|seu lado|conseguinte)|afinal|enfim
        em (?:contrapartida|compensação|seguida)|na verdade|de fac?to|com (?:isso|isto)|só que
        (?:depois|antes) (?:disso|disto)|(?:a partir )?daí
        desde então|até (?:então|lá|aí)|enquanto isso|ao mesmo tempo|da mesma forma|do mesmo modo|tampouco
        inclusive|consequentemente|neste (?:sentido|contexto|caso|meio-tempo)
        (?:logo|ora|finalmente|por fim|posteriormente|pouco depois|dias depois|ao contrário)(?=,)
    """,
    person=r"""
        eu|me|mim|meus?|minhas?|nós|noss[ao]s?|tu|teus?|tuas?|você|vocês|comigo|con?nosco|a gente(?! d)
        temos|somos|estamos|devemos|vamos|queremos|sabemos|fazemos|tivemos|fomos|fizemos
    """,
    speech=r"""
        ^\W*(?:disse|disseram|afirmou|acrescentou|completou|concluiu|contou|declarou|destacou|escreveu|explicou
        frisou|garantiu|observou|referiu|ressaltou|sublinhou)(?= que|(?: ontem| hoje)?(?:[.,;:]|$))
        (?:disse|afirmou|acrescentou|contou|declarou|explicou|garantiu|diz|afirma|conta|explica) el[ae]s?
        el[ae]s? (?:disse|disseram|afirmou|acrescentou|contou|declarou|explicou|garantiu|diz|afirma)
    """,
    request=r"""
        clique|assine|subscreva|inscreva-se|cadastre-se|registe-se|confira|descubra|acompanhe|compartilhe|partilhe
        (?:leia|veja|assista|ouça|siga|baixe|saiba|conheça|entenda) (?:a|as|o|os|ao|aos|à|às|mais|também|como
        quais|quem|onde|quando|por que|porque|tudo|aqui|abaixo|em)
        poupe|economize|(?:eis|aqui est(?:á|ão)) (?:como|quem|o|os|a|as|tudo)
    """,
    appeal=r"""
        (?:leia|veja|ouça) também|clique aqui|saiba mais|continue (?:a ler|lendo)|newsletters?
        continua (?:após a|depois da) publicidade|todos os direitos reservados|reprodução proibida|cookies
        política de privacidade|foto:
        prazer de receber|imagem:|(?:este|esse) (?:artigo|texto|conteúdo) (?:é|foi|contém)
    """,
    definite=r"""
        (?:o|a|os|as)(?! (?:\S+ ){1,2}(?:de|d[oa]s?|que)\b| \S+ (?:em|n[oa]|para|com)\b)
    """,
    prospect=r"""
        (?!(?:irão|verão|padrão|teerão)\b)\w{2,}(?:ar|er|ir|dr|tr)(?:á|ão)
        (?:vai|vão|deve|devem) (?:\w+ )?\w+(?:ar|er|ir)
        poderia[m]?|deveria[m]?|(?:prevê|preveem|espera|esperam|planeja|planejam) \w+r|prestes a
        às vésperas d[eoa]s?|prepara(?:m)?-se|se prepara(?:m)?|amanhã|próxim[oa]s?|às urnas
    """,
)

# The words are common to Portugal and Brazil; where spelling differs, it is the European one.
_WORDING = EditionWording(
    locale="pt_PT",
    quotes=("“", "”"),
    dates=DateStyle(short_weekday="cccccc", weekday_date="{weekday}, {date}"),
    thousands=".",
    numbers="nenhuma uma duas três quatro cinco seis sete oito nove dez onze doze",
    reasons={
        "same_text": (
            "O mesmo texto que outro artigo",
            "contado uma vez, na publicação que o teve primeiro",
        ),
        "too_old": ("Muito antigos para esta edição", "publicados antes de {start}"),
        "muted": ("Silenciados", "contêm uma palavra da sua lista, ou a sua notícia está silenciada"),
        "rule": ("Excluídos pelas suas regras", "aplica-se uma regra da configuração; segue-se o seu nome"),
        "excluded": (
            "Excluídos pelo filtro de uma fonte",
            "decidem as palavras include e exclude da fonte",
        ),
        "too_short": ("Muito curtos para citar", "menos de duas frases inteiras"),
        "below_cut": ("Abaixo do corte", "classificados depois da última notícia que cabe aqui"),
        "other_section": ("Noutra secção", "esta edição contém uma só secção"),
        "not_an_article": ("Não são artigos", "páginas, listas e documentos sem nenhum artigo"),
        "unreadable": ("Ilegíveis", "documentos danificados ou de tipo desconhecido"),
        "failed": ("Não processados", "o programa falhou com eles; por favor, comunique"),
    },
    score_parts={
        "voices": "vozes independentes",
        "desk": "a parte das publicações da área que o noticiam",
        "trade": "vir da imprensa especializada, que publica os mesmos comunicados",
        "hard_news": "notícias do mundo, de política ou de economia",
        "toll": "o número de mortos",
        "freshness": "atualidade",
        "spread": "novidades ao longo do dia",
        "service": "ser um serviço, não uma notícia",
        "soft": "ser uma crítica, um trailer ou um comparativo",
        "teaser": "uma ou duas linhas de uma só publicação",
        "topic": "as outras notícias do mesmo tema",
        "manner": "um título que não dá a notícia",
        "substance": "um texto completo",
        "continuing": "continuar uma notícia anterior",
        "boost": "uma palavra que pediu",
    },
    labels={
        "skip": "Ir para as notícias",
        "editions": "Edições",
        "skyline": Plural(
            "{n} artigo chegou entre {start} e {end}. Usados nesta edição: {used}.",
            "{n} artigos chegaram entre {start} e {end}. Usados nesta edição: {used}.",
        ),
        "stories": Plural("{n} notícia", "{n} notícias"),
        "briefs": Plural("{n} breve", "{n} breves"),
        "briefs_heading": "Breves",
        "recordings": "Para ver e ouvir",
        "listen": "Ouvir",
        "watch": "Ver",
        "minutes_to_read": Plural("{n} minuto de leitura", "{n} minutos de leitura"),
        "written": "Edição fechada às {time}.",
        "written_from": Plural(
            "Edição fechada às {time} com {ok} de {n} fonte.",
            "Edição fechada às {time} com {ok} das {n} fontes.",
        ),
        "written_from_all": "Edição fechada às {time} com {n} fontes.",
        "no_edition": "Sem edição. Tentativa às {time}.",
        "reports_in": Plural("{n} artigo em {hours} horas", "{n} artigos em {hours} horas"),
        "used_below": "{n} nesta edição",
        "contents": "O dia num minuto",
        "contents_days": "{n} dias num minuto",
        "days_notice": "De {first} a {last} numa só edição.",
        "catch_up": Plural(
            "Não saiu a edição de {since}; esta recupera o que faltou.",
            "Desde {since}, {count} edições não saíram; esta recupera o que faltou.",
        ),
        "more_stories": Plural("Mais {n} notícia", "Mais {n} notícias"),
        "about": "Sobre esta edição",
        "lead": "Em destaque",
        "lead_short": "Destaque",
        "other_section": "Outras notícias",
        "reports": Plural("{n} artigo", "{n} artigos"),
        "voices": Plural("{n} voz independente", "{n} vozes independentes"),
        "latest": "último: {time}",
        "minutes": "{n} min",
        "updated": "atualizada",
        "continuing": "Em curso desde {day}",
        "joins": "Agora é uma só com {titles}",
        "parts_from": "Fazia parte de {title}",
        "back": "Última vez: {day}",
        "quiet_stories": "Sem novidades",
        "more_on_this": "Mais sobre o tema",
        "day_by_day": "Dia a dia",
        "in_language": "Em {language}",
        "also_in_language": "Também em {language}",
        "first_sentence": "sem título: esta é a primeira frase",
        "headline_only": "Só há um título para citar.",
        "headline_from": "Título de {source}, fonte",
        "headline": "Título: {source}",
        "first_sentence_of": "Primeira frase: {source}",
        "source_number": "{source}, fonte",
        "new": "Novo",
        "new_since": "desde {day}",
        "known": "O que se sabia até {day}",
        "sentences": Plural("{n} frase", "{n} frases"),
        "more_sentences": Plural("mais {n} frase", "mais {n} frases"),
        "differ": "Os dados não coincidem",
        "figure": "Dado",
        "reported_by": "Segundo",
        "keywords": "Palavras-chave",
        "colon": ":",
        "only_one_short": "uma só fonte",
        "only_one": "Uma só fonte.",
        "no_other": Plural(
            "Outra fonte não noticiou isto.",
            "Nenhuma de outras {n} fontes noticiou isto.",
        ),
        "others_repeat": Plural(
            "O outro artigo traz o mesmo texto.",
            "Os outros {n} artigos trazem o mesmo texto.",
        ),
        "same_outlet": "Todos os artigos são dela.",
        "coverage": "Artigos em {hours} horas, de {start} a {end}: {n}.",
        "in_colour": "as novidades em cor",
        "quoted_here": "Fontes citadas",
        "also_covered": "Também em",
        "same_text_as": "o mesmo texto que {source}",
        "same_text": "O mesmo texto que {source}",
        "why_one": "O que faz disto uma só notícia",
        "why_short": "porquê",
        "why_here": "O que lhe dá este lugar",
        "why": "Os {n} artigos {facts}.",
        "why_words": Plural("têm em comum a palavra {words}", "têm em comum as palavras {words}"),
        "why_span": "saíram no espaço de {hours}",
        "hours": Plural("uma hora", "{n} horas"),
        "why_copies": Plural(
            "Um deles traz o mesmo texto que {source} e conta como a mesma voz.",
            "Entre eles, {n} trazem o mesmo texto que {source} e contam como a mesma voz.",
        ),
        "points": "O seu lugar na página: {total} pontos, {parts}.",
        "points_for": "{points} por {part}",
        "end": "Fim da edição de {weekday}.",
        "sources": "Fontes",
        "part_of": "{part} de {whole}",
        "answered": Plural("lida.", "lidas."),
        "did_not": Plural("Uma não respondeu.", "{Count} não responderam."),
        "dots": "Com resposta: {ok}, sem resposta: {ill}",
        "failing": Plural("Desde {day}.", "Desde {day}, {n} visitas seguidas."),
        "healthy": Plural("A fonte que respondeu", "As {n} fontes que responderam"),
        "more_ill": Plural("Mais uma que não respondeu", "Mais {count} que não responderam"),
        "left_out": "Excluídos",
        "not_in": Plural("artigo fora desta edição.", "artigos fora desta edição."),
        "by_name": "Em detalhe",
        "and_more": "e mais {n}",
        "earlier": "Edições anteriores",
        "first_edition": "Esta é a primeira edição.",
        "quiet_day": "Um dia tranquilo",
        "quiet_none": "Um dia tranquilo. Nenhuma das suas fontes trouxe novidades.",
        "quiet_alone": "Um dia tranquilo. Nenhuma notícia foi dada por duas ou mais vozes independentes.",
        "quiet_few": Plural(
            "Um dia tranquilo. Só uma notícia foi dada por duas ou mais vozes independentes.",
            "Um dia tranquilo. Só {count} notícias foram dadas por duas ou mais vozes independentes.",
        ),
        "from_store": "Nenhuma das suas fontes respondeu. Esta edição foi feita com o que já havia.",
        "no_news": "Nenhuma notícia chegou a este computador",
        "none_answered": Plural(
            "A sua única fonte não respondeu.",
            "Nenhuma das suas {n} fontes respondeu.",
        ),
        "network": (
            "Quando todas falham ao mesmo tempo, a causa é quase sempre o acesso deste computador à rede, "
            "não as fontes."
        ),
        "try_now": "Para tentar de novo:",
        "last_edition": "A última edição:",
        "source_numbers": "Números das fontes",
        "source_numbers_key": "o número é a publicação; a letra, a frase.",
        "colophon_text": "Cada frase acima está, palavra por palavra, no artigo indicado depois dela.",
        "shortened": "Esta mensagem está abreviada.",
        "whole_edition": "Ler a edição completa.",
        "whole_edition_file": "A edição completa está em {name}.",
        "only_in_whole": Plural(
            "Mais {n} só na edição completa.",
            "Mais {n} só na edição completa.",
        ),
        "colophon_mail": (
            "Cada frase está, palavra por palavra, no artigo para o qual remete. "
            "Esta mensagem não carrega nada da rede."
        ),
        "feed_of_stories": "Cada notícia da edição, em frases das suas fontes.",
        "all_editions": "Todas as edições",
        "editions_held": Plural("{n} edição desde {day}.", "{n} edições desde {day}."),
        "editions_key": ("As barras são as 24 horas antes de cada edição; a parte em cor é a que foi usada."),
        "no_edition_row": "Sem edição",
        "newest": "A edição mais recente",
        "feed_of_editions": "Uma linha para cada notícia de cada edição.",
        "search": "Pesquisar",
        "search_editions": "Pesquisar nas edições",
        "search_hint": Plural(
            "Palavras dos títulos e resumos da única edição aqui ({n}).",
            "Palavras dos títulos e resumos das {n} edições aqui.",
        ),
        "search_script": (
            "Esta página pesquisa com um pequeno script, que está desativado. O comando que pesquisa em tudo "
            "o que foi reunido é"
        ),
        "found": "Resultados: {found}",
        "found_none": "Nenhum resultado. Todas as palavras devem estar numa mesma notícia.",
        "filter_stories": "Filtrar",
        "filter_hint": "Palavras nas notícias",
        "keys_hint": "j e k: notícia seguinte e anterior; o: abre o que está fechado; m: marca como lida.",
        "fold_all": "Abrir tudo",
        "unfold_all": "Fechar tudo",
        "hidden_stories": "Notícias ocultas: {found}",
        "read_before": "lida",
        "picture_of": "Imagem de {source}",
        "colophon": (
            "Cada frase acima está, palavra por palavra, no artigo para o qual remete. O número pequeno é a "
            "fonte; abre o artigo nessa frase. Nada nesta página foi reescrito, e a página não carrega nada "
            "da rede."
        ),
    },
)

LANGUAGE = Language(
    stop_words="""
        a ainda além ante antes ao aos após aquela aquele aqui as até bem cada com como contra contudo
        da das de dela dele deles depois desde dessa desse desta deste do dos durante e ela elas ele
        eles em enquanto entre era eram essa esse esta estava este está estão eu foi foram há isso isto
        já lhe lá mais mas me mesmo meu minha muito na nas nem nessa nesse nesta neste no nos num numa
        não nós o onde os ou para pela pelas pelo pelos pode podem por porque porém pouco qual quando
        quanto que quem se segundo sem ser será seu seus si sido sob sobre sua suas só são também tem ter
        teve todo todos tudo têm um uma vai você à às é
    """,
    abbreviations=Abbreviations(
        inner="""
            adm alm arq av brig cb cel cmte dep des dir dr dra drs eng enga ex exa exma exmo gen gov insp
            lic maj min mons pe pref pres proc prof profa psic rev sarg sec sen sgt sr sra sras srs srta sto
            profª tcel ten vs
        """,
        numbered="aprox art arts ca cap fig fl fls inc n nºs núm p par pág págs tel vol",
        final="a.c cia d.c inc jr ltda s.a",
    ),
    calendar=CalendarWords(
        months="janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
        weekdays="segunda terça quarta quinta sexta sábado domingo",
    ),
    figures=FigureWords(
        numbers="dois|duas três quatro cinco seis sete oito nove dez onze doze",
        scales={"mil milhões": 9, "mil": 3, "milhão": 6, "milhões": 6, "bilhão": 9, "bilhões": 9},
        percent="por cento",
        qualifiers="cerca de|quase|mais de|menos de|pelo menos|ao menos|no máximo|até|apenas|somente|só",
        tolls={"dead": "mort[oa]s?|mortes|morrem|morreram|matam?|matou", "hurt": "ferid[oa]s?"},
    ),
    headlines=HeadlineWords(
        questions="como onde quais qual quando quanto quem",
        labels="ao vivo",
        services=r"horóscopo|palavras cruzadas|sudoku|guia de compras?|\d+ ?% de desconto",
        broadcasts="onde assistir",
        lists=r"(?:\d+|três|quatro|cinco|seis|dez) (?:coisas|razões|motivos|maneiras|dicas|perguntas)",
    ),
    standalone=_STANDALONE,
    paywall_prompts=r"assine\b|para assinantes|já é assinante",
    wording=_WORDING,
)
