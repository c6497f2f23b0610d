"""The small words of Portuguese.

"O", "a", "os" and "as" open a sentence as articles only, for no sentence begins with an unstressed pronoun;
"nos" is mostly "in the". A verb tells by itself that somebody speaks: "disse" is "he said" when nobody is
named around it.
"""

from __future__ import annotations

from digest.languages.phrases.patterns import compile_phrases

PORTUGUESE = compile_phrases(
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
        (?:eis|aqui est(?:á|ão)) (?:como|quem|o|os|a|as|tudo)
    """,
    appeal=r"""
        (?:leia|veja|ouça) também|clique aqui|saiba mais|continue (?:a ler|lendo)|newsletters?
        continua (?:após a|depois da) publicidade|todos os direitos reservados|reprodução proibida|cookies
        política de privacidade|foto:|imagem:|(?:este|esse) (?:artigo|texto|conteúdo) (?:é|foi|contém)
    """,
)
