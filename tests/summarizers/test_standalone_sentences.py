"""Whether a sentence can stand alone outside its article."""

from __future__ import annotations

import pytest

from digest.summarizers.standalone_sentences import find_faults, strip_dateline


@pytest.mark.parametrize(
    ("sentence", "language", "fault"),
    [
        ("See all our pictures of the bridge on www.example.org today.", "und", "boilerplate"),
        ("Click here for all pictures of the bridge at Port Ellis.", "en", "boilerplate"),
        ("Save 17% on the Marigold kayak at the shop of Ostmere.", "en", "boilerplate"),
        ("Details on all the kayaks can be found below.", "en", "boilerplate"),
        ("The Herald's Nora Quist reports from the harbor.", "en", "boilerplate"),
        ("The Herald’s Nora Quist explains how the ferry sank.", "en", "boilerplate"),
        ("Nora Quist is pleased to welcome Oren Vale, a pilot of many years.", "en", "boilerplate"),
        ("Zu Gast im Studio ist Oren Vale, seit vielen Jahren Lotse.", "de", "boilerplate"),
        ("Nora Quist a le plaisir de recevoir Oren Vale, pilote depuis vingt ans.", "fr", "boilerplate"),
        ("Nora Quist tiene el placer de recibir a Oren Vale, práctico del puerto.", "es", "boilerplate"),
        ("Nora Quist ha il piacere di ospitare Oren Vale, pilota del porto.", "it", "boilerplate"),
        ("Nora Quist verwelkomt graag Oren Vale, loods in de haven.", "nl", "boilerplate"),
        ("Nora Quist tem o prazer de receber Oren Vale, piloto do porto.", "pt", "boilerplate"),
        ("Nora Quist ma przyjemność gościć pilota portu Orena Vale.", "pl", "boilerplate"),
        ("Sparen Sie bis zu 20 Prozent auf Kajaks aus Ostmere.", "de", "boilerplate"),
        ("Économisez 20 % sur les kayaks de la boutique d'Ostmere.", "fr", "boilerplate"),
        ("Ahorra un 20 % en los kayaks de la tienda de Ostmere.", "es", "boilerplate"),
        ("Risparmia il 20% sui kayak del negozio di Ostmere.", "it", "boilerplate"),
        ("Bespaar 20% op de kajaks van de winkel in Ostmere.", "nl", "boilerplate"),
        ("Zaoszczędź 20% na kajakach ze sklepu w Ostmere.", "pl", "boilerplate"),
        ("Poupe 20% nos caiaques da loja de Ostmere.", "pt", "boilerplate"),
        ("Here's how to cross the river while the bridge is closed.", "en", "boilerplate"),
        ("Radio reporter Nora Quist at Port Ellis has the story.", "en", "boilerplate"),
        ("Live stream the opening of the bridge from anywhere.", "en", "boilerplate"),
        ("Hier finden Sie alle Fähren während der Sperrung.", "de", "boilerplate"),
        ("Voici comment passer le fleuve pendant les travaux.", "fr", "boilerplate"),
        ("Aquí están todos los horarios de los barcos.", "es", "boilerplate"),
        ("Lesen Sie hier, wie die Brücke in Port Ellis gebaut wurde.", "de", "boilerplate"),
        ("Lire aussi notre reportage sur le pont de Port Ellis.", "fr", "boilerplate"),
        ("Lea también nuestro reportaje sobre el puente de Port Ellis.", "es", "boilerplate"),
        ("Ecco come attraversare il fiume durante i lavori al ponte.", "it", "boilerplate"),
        ("Leggi anche il reportage sul vecchio ponte di Port Ellis.", "it", "boilerplate"),
        ("Il porto di Ellis resta chiuso. Riproduzione riservata.", "it", "boilerplate"),
        ("Saiba como atravessar o rio durante as obras da ponte.", "pt", "boilerplate"),
        ("Leia também a reportagem sobre a ponte de Port Ellis.", "pt", "boilerplate"),
        ("Hier vind je alle veerboten tijdens de afsluiting.", "nl", "boilerplate"),
        ("De tekst gaat verder onder de foto van de brug.", "nl", "boilerplate"),
        ("THE BRIDGE AT PORT ELLIS IS CLOSED until Friday.", "en", "boilerplate"),
        ("Post 1 3 Ledger 2 2 Rovers 4 0 City 5 1 final.", "en", "boilerplate"),
        ("The quay at Port Ellis on Monday. (Photo: Nora Quist)", "en", "caption"),
        ("Nora Quist (left) and Olaf Brandt speak on the quay.", "en", "caption"),
        ("Nora Quist (2nd R) and Olaf Brandt (third from left) speak on the quay.", "en", "caption"),
        ("Nora Quist (2. v. l.) und Olaf Brandt eröffnen die Brücke am Hafen.", "de", "caption"),
        ("In this photo taken from a ship, the bridge stands half open.", "en", "caption"),
        ("The bridge stands half open at Port Ellis on Monday, March 2, 2026.", "en", "caption"),
        ("Auf diesem Bild steht die Brücke von Ellis halb offen.", "de", "caption"),
        ("Nella foto, il ponte di Ellis è aperto a metà.", "it", "caption"),
        ("Nesta imagem, a ponte de Ellis está meio aberta.", "pt", "caption"),
        ("Op deze foto staat de brug van Ellis half open.", "nl", "caption"),
        ("Nora Quist sang “the tide … the light … the rope … the sea” at noon.", "en", "truncated"),
        ("Nora Quist sang „die Flut ... das Licht ... das Seil ... das Meer“ am Hafen.", "de", "truncated"),
        ("The harbour office said on Monday that the bridge …", "en", "truncated"),
        ("and the harbour office said nothing more on Monday.", "en", "truncated"),
        ("The harbour office " + "said again " * 16 + "on Monday", "en", "truncated"),
        ("The baker called it “the quietest day of the year.", "en", "unbalanced"),
        ("Die Bäckerin nannte es „den stillsten Tag des Jahres.", "de", "unbalanced"),
        ("The baker (who lives near the quay said it was quiet.", "en", "unbalanced"),
        ("'It is the quietest day of the year on the quay.", "en", "unbalanced"),
        ("Who will pay for the repair of the bridge?", "en", "question"),
        ("“It was the quietest day of the year on the quay.”", "en", "quotation only"),
        ("The bridge is closed.", "en", "short"),
        ("The bridge, which " + "stands beside the harbour office and " * 13 + "turns.", "en", "long"),
        ("Half of the town waits for the bridge to close", "en", "no full stop"),
        ("The council told us that the bridge was old.", "en", "first or second person"),
        ("The old barge in the harbour is mine, said the baker.", "en", "first or second person"),
        ("US boats came first and brought us bread for the night.", "en", "first or second person"),
        ("THEY CAME over the old bridge of Ellis at night.", "en", "pronoun"),
        ("A friend of mine saw the barge strike the bridge.", "en", "first or second person"),
        ("Die Stadt hat uns von der alten Brücke erzählt.", "de", "first or second person"),
        ("La ville nous a parlé du vieux pont du port.", "fr", "first or second person"),
        ("La ciudad nos habló del viejo puente del puerto.", "es", "first or second person"),
        ("La città ha mostrato il nostro vecchio ponte sul fiume.", "it", "first or second person"),
        ("Nel porto abbiamo visto due chiatte contro il ponte.", "it", "first or second person"),
        ("A cidade falou da nossa velha ponte do porto.", "pt", "first or second person"),
        ("De stad heeft ons over de oude brug verteld.", "nl", "first or second person"),
        ("“The bridge is old and has to go,” he said on Monday.", "en", "unnamed speaker"),
        ("« Le pont est vieux et doit partir », a-t-il dit lundi.", "fr", "unnamed speaker"),
        ("«Il ponte è vecchio e va demolito», ha detto lunedì.", "it", "unnamed speaker"),
        ("Ha aggiunto che il vecchio ponte va demolito.", "it", "unnamed speaker"),
        ("“A ponte é velha e tem de sair”, explicou ele na segunda.", "pt", "unnamed speaker"),
        ("Acrescentou que a velha ponte tem de sair dali.", "pt", "unnamed speaker"),
        ("‘De brug is oud en moet weg’, zei hij maandag.", "nl", "unnamed speaker"),
        ("It was built a hundred years ago by the railway.", "en", "pronoun"),
        ("Sie wurde vor hundert Jahren von der Bahn gebaut.", "de", "pronoun"),
        ("Elle a été construite il y a cent ans par le rail.", "fr", "pronoun"),
        ("Su construcción costó mucho dinero a la ciudad en 1926.", "es", "pronoun"),
        ("Questo ponte è stato costruito cento anni fa dalla ferrovia.", "it", "pronoun"),
        ("Lo ha detto lunedì il capitano del porto di Ellis.", "it", "pronoun"),
        ("L’hanno costruita cento anni fa gli operai della ferrovia.", "it", "pronoun"),
        ("La sua costruzione costò molto alla città nel 1926.", "it", "pronoun"),
        ("Ne hanno parlato i capitani in una lunga riunione.", "it", "pronoun"),
        ("Isso custou muito dinheiro à cidade de Port Ellis.", "pt", "pronoun"),
        ("A sua construção custou muito à cidade em 1926.", "pt", "pronoun"),
        ("Essa ponte foi construída há cem anos pela ferrovia.", "pt", "pronoun"),
        ("Hij werd honderd jaar geleden door het spoor gebouwd.", "nl", "pronoun"),
        ("Zijn bouw kostte de stad in 1926 veel geld.", "nl", "pronoun"),
        ("Dat meldt het havenbedrijf van Port Ellis maandag.", "nl", "pronoun"),
        ("Het gaat om twee oude schepen van het spoor.", "nl", "pronoun"),
        ("Daarmee blijft de brug voor vrachtwagens gesloten.", "nl", "pronoun"),
        ("According to her, the bridge was built by the railway.", "en", "pronoun"),
        ("Laut ihm wurde die Brücke von der Bahn gebaut.", "de", "pronoun"),
        ("Según ellos, el puente costó mucho dinero a la ciudad.", "es", "pronoun"),
        ("Secondo lui, il ponte è stato costruito dalla ferrovia.", "it", "pronoun"),
        ("Segundo ela, a ponte foi construída pela ferrovia.", "pt", "pronoun"),
        ("Volgens haar werd de brug door het spoor gebouwd.", "nl", "pronoun"),
        ("Since then the harbour office has closed the quay.", "en", "connective"),
        ("Bis dahin bleibt die Brücke für Lastwagen gesperrt.", "de", "connective"),
        ("Par la suite, le port a fermé le quai aux visiteurs.", "fr", "connective"),
        ("Desde entonces el puerto ha cerrado el muelle.", "es", "connective"),
        ("Da allora il porto ha chiuso la banchina ai visitatori.", "it", "connective"),
        ("Desde então, o porto fechou o cais aos visitantes.", "pt", "connective"),
        ("Sindsdien heeft het havenbedrijf de kade gesloten.", "nl", "connective"),
        ("Ma il porto non vedeva alcun pericolo lunedì mattina.", "it", "connective"),
        ("No entanto, o porto não viu nenhum perigo na segunda.", "pt", "connective"),
        ("Maar het havenbedrijf zag maandagochtend geen gevaar.", "nl", "connective"),
        ("Zo is de brug maandag voor vrachtwagens gesloten.", "nl", "connective"),
        ("However, the harbour office saw no danger on Monday.", "en", "connective"),
        ("Aber das Hafenamt sah am Montag keine Gefahr.", "de", "connective"),
        ("Mais le port ne voyait aucun danger lundi matin.", "fr", "connective"),
        ("Sin embargo, el puerto no vio ningún peligro el lunes.", "es", "connective"),
    ],
)
def test_faults_of_sentences_that_cannot_stand_alone_are_found(
    sentence: str, language: str, fault: str
) -> None:
    assert fault in find_faults(sentence, language)


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("The swing bridge at Port Ellis jammed on Monday.", "en"),
        ("This week the US government will pay for the repair.", "en"),
        ("US engineers opened the bridge at Port Ellis on Monday.", "en"),
        ("“US boats came first,” Mayor Nora Quist said on Monday.", "en"),
        ("IT costs of the harbour of Ellis rose by a third.", "en"),
        ("ELLE publie cette semaine les photos du port d’Ellis.", "fr"),
        ("NOI, la lista civica, vince le elezioni di Port Ellis.", "it"),
        ("UNS Ellis gewinnt am Montag das Rennen der Boote.", "de"),
        ("Notre-Dame de Port Ellis reste ouverte aux visiteurs.", "fr"),
        ("“The bridge is ours,” Mayor Nora Quist said on Monday.", "en"),
        ("The band played “We Are the Harbour” on the quay.", "en"),
        ("The barge, 12'6\" wide, struck the pier at noon.", "en"),
        ("The ferrymen’s union called for a strike on Friday.", "en"),
        ("Es gibt in Port Ellis seit Montag keine Brücke mehr.", "de"),
        ("Das Hafenamt nannte die Lage „ernst, aber sicher“.", "de"),
        ("Il y a deux ponts sur le fleuve à Port Ellis.", "fr"),
        ("Este lunes una barcaza chocó contra el puente.", "es"),
        ("Lo stretto di Ellis è chiuso alle navi da lunedì.", "it"),
        ("La città di Port Ellis pagherà la riparazione del ponte.", "it"),
        ("Le navi aspettano da lunedì davanti al porto.", "it"),
        ("Questa mattina una chiatta ha urtato il ponte di Ellis.", "it"),
        ("Quest’anno il porto di Ellis ha perso due traghetti.", "it"),
        ("Quello di Port Ellis è il ponte più vecchio del fiume.", "it"),
        ("Anche se piove, il ponte di Port Ellis resta aperto.", "it"),
        ("Ci sono due ponti sul fiume a Port Ellis.", "it"),
        ("Il sindaco ha detto che il ponte resta chiuso.", "it"),
        ("«Il ponte è nostro», ha detto lunedì la sindaca Nora Quist.", "it"),
        ("O porto de Ellis fica fechado aos navios até sexta-feira.", "pt"),
        ("A ponte de Port Ellis fica fechada até sexta-feira.", "pt"),
        ("Esta segunda-feira, uma barcaça bateu na ponte de Ellis.", "pt"),
        ("Nos portos de Ellis e Lowmoor não há barcos na segunda.", "pt"),
        ("Assim que a ponte fechou, o porto de Ellis parou.", "pt"),
        ("Tal como em 1926, a ponte fica fechada todo o inverno.", "pt"),
        ("A presidente disse que a ponte fica fechada até sexta.", "pt"),
        ("“A ponte é nossa”, disse a presidente Nora Quist.", "pt"),
        ("Het havenbedrijf noemde de toestand ‘ernstig, maar veilig’.", "nl"),
        ("Het is de eerste keer dat de brug van Ellis sluit.", "nl"),
        ("Dat de brug dicht blijft, weet Port Ellis sinds maandag.", "nl"),
        ("Deze week betaalt de stad de reparatie van de brug.", "nl"),
        ("Of de brug weer opengaat, hoort Port Ellis maandag.", "nl"),
        ("Zo’n 200 schepen liggen sinds maandag voor de haven.", "nl"),
        ("De trein vertrekt om 19 u uit Port Ellis naar Lowmoor.", "nl"),
        ("In de mijn van Lowmoor werken sinds maandag duikers.", "nl"),
        ("‘De brug is van ons’, zei burgemeester Nora Quist maandag.", "nl"),
        ("Баржа в понедельник врезалась в мост в порту.", "ru"),
        ("市政府星期一宣布，这座旧桥将关闭三个月进行维修。", "zh"),
        ("สะพานถูกปิดเมื่อวันจันทร์เพื่อซ่อมแซมเป็นเวลาสามเดือน", "th"),
        ("The council has closed the copper mine beside the harbour until Friday.", "en"),
        ("A mine is drifting off the quay, and mine clearance begins on Monday.", "en"),
        ("The mayor of Ellis said “we wait … and wait … for the bridge” on Monday.", "en"),
    ],
)
def test_sentences_that_stand_alone_have_no_faults(sentence: str, language: str) -> None:
    assert find_faults(sentence, language) == ()


def test_six_words_are_enough_and_five_are_too_short() -> None:
    assert find_faults("Divers search the harbour today.", "en") == ("short",)
    assert find_faults("Divers search the old harbour today.", "en") == ()


@pytest.mark.parametrize(
    ("words", "word", "is_long"), [(75, "bridge", True), (75, "quay", False), (60, "harbours", False)]
)
def test_a_long_sentence_has_both_many_words_and_many_characters(
    words: int, word: str, is_long: bool
) -> None:
    sentence = f"The {' '.join([word] * (words - 1))}."
    assert ("long" in find_faults(sentence, "en")) == is_long


@pytest.mark.parametrize(("characters", "is_truncated"), [(120, False), (180, True)])
def test_a_line_without_a_full_stop_is_truncated_when_it_is_too_long_for_a_deck(
    characters: int, is_truncated: bool
) -> None:
    line = "The harbour office " + "said so again and " * 10
    assert ("truncated" in find_faults(line[:characters], "en")) == is_truncated


@pytest.mark.parametrize(
    "dateline",
    [
        "PORT ELLIS — ", "PORT ELLIS, March 3 (Northwire) - ", "Port Ellis (nw) – ", "(NW) ",
        "Mar 3 (Northwire) -- ", "Puerto Ellis, 3 mar (NW).- ", "PORT ELLIS >> ", "PORT ELLIS /Wire/ -- ",
        "Port Ellis (NW) ", "EXCLUSIVE: ", "MORNING PAPERS – Friday, 8 May: ",
        "PRESSESCHAU – Freitag, 8. Mai: ", "LA PRESSE – Vendredi 8 mai : ",
        "EXKLUSIV: ", "EXCLUSIF – ", "ÚLTIMA HORA: ",
        "UPDATE: PORT ELLIS — ", "Friday, May 8: ", "Friday 8 May: ", "Freitag, 8. Mai: ",
        "Vendredi 8 mai : ", "Viernes, 8 de mayo: ", "Venerdì 8 maggio 2026: ", "Piątek, 8 maja: ",
    ],
)  # fmt: skip
def test_datelines_are_stripped(dateline: str) -> None:
    assert strip_dateline(f"{dateline}The bridge is closed.") == "The bridge is closed."


@pytest.mark.parametrize(
    "sentence",
    [
        "The bridge - a swing bridge - is closed.",
        "Nora Quist — The baker — is closed.",
        "NW — the wire — is closed.",
        "Порт Эллис — Мост закрыт.",
        "The Post (a paper) said so.",
        "Harbour Office (HO) Chairwoman Nora Quist resigned.",
        "PORT ELLIS — ",
        "NORTHWIRE: The bridge is closed.",
        "Exclusive: the bridge is closed.",
        "On Friday, May 8, the bridge closed: it is too old.",
        "The mayor named three faults: rust, wind and 8 May.",
        "Bridge 8: closed.",
    ],
)
def test_other_beginnings_are_not_taken_for_datelines(sentence: str) -> None:
    assert strip_dateline(sentence) == sentence
