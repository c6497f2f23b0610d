"""Function words: the words of each language that say nothing about what a text is about.

Short lists of our own, split as words.words() splits.
"""

from __future__ import annotations

STOP_WORDS: dict[str, str] = {
    "ar": """
        أن أنا أنت أنه أنها أو أي أيضا أين إذا إلى إن التي الذي الذين ان بعد بعض بل به بها بين تكون تلك
        ثم حتى حول خلال دون ذلك ضد على عليه عليها عن عند غير فقط في فيه فيها قال قالت قبل قد كان كانت كل
        كما كيف لا لقد لكن لم لن له لها لو ليس ما متى مع من منذ نحن نحو هذا هذه هم هن هنا هناك هو هي و
        وفي وقال وقد ومن يكون
    """,
    "cs": """
        a aby aj ale ani asi až bez bude budou by byl byla byli bylo být co což do ho i jak jako je jeho
        jej jejich její jen ještě již jsem jsme jsou já k kde kdo kdy když ke která které který kteří ku
        ma mají mezi mi má místo můj na nad nebo než nic ní o od on ona oni ono pak po pod podle pokud
        pro proto protože před při s se si so svůj ta tak také takže tam tato te ten tento to toho tohoto
        tom tomu tuto ty té u už v ve vy více však z za ze že
    """,
    "da": """
        ad af alle at blev blevet bliver da de dem den denne der deres det dette dig din disse dog du
        efter eller en end er et for fra få får ham han hans har havde have hende hendes her hos hun hvad
        hvem hver hvis hvor hvordan i ikke ind ingen jeg kan kun kunne man mange med meget men mere mig
        min mod ned nej noget nogle nok nu når og også om op os over på selv sig sin sine sit skal skulle
        som så til ud under var ved vi vil ville vor være været
    """,
    "de": """
        aber alle allem allen aller alles als also am an andere anderen auch auf aus bei beim bereits bin
        bis bist da dabei damit dann das dass dazu dein dem den denn der deren des dessen dich die dies
        diese diesem diesen dieser dieses dir doch dort du durch ein eine einem einen einer eines er erst
        es etwa etwas euch für gegen gibt habe haben hat hatte hatten hier hin hinter ich ihm ihn ihnen
        ihr ihre ihrem ihren ihrer im in ins ist ja jede jedem jeden jeder jedes jedoch jetzt kann kein
        keine keinen können könnte man mehr mein mich mir mit muss müssen nach nicht nichts noch nun nur
        ob oder ohne schon sehr sei sein seine seinem seinen seiner seit sich sie sind so sollen sollte
        sondern sowie um und uns unser unter viel vom von vor war waren warum was weg weil weiter welche
        wenn wer werde werden wie wieder will wir wird wo worden wurde wurden während würde würden zu zum
        zur zwar zwischen über
    """,
    "el": """
        ένα ένας έχει έχουν ή ήταν αλλά αν από αυτά αυτές αυτή αυτοί αυτό αυτός για δεν είναι είχε εδώ
        εκεί ενώ επίσης η θα κάθε καθώς και κατά μέχρι μία μας με μετά μεταξύ μια μπορεί μόνο να ο οι
        ούτε παρά πιο ποιος πολύ που πρέπει πριν προς πως σας σε στ στα στη στην στις στο στον στους τα
        την της τι τις το τον του τους των χωρίς ως όλα όλοι όμως όπως όταν ότι
    """,
    "en": """
        a about above after again against all also although am amid among an and another any are aren
        around as at be because been before being below between both but by can cannot could couldn d did
        didn do does doesn doing don down during each either else ever every few for from further had
        hadn has hasn have haven having he her here hers herself him himself his how however i if in into
        is isn it its itself just ll m may me might more most much must my myself neither no nor not now
        of off on once one only onto or other our ours out over own per re s same she should since so
        some still such t than that the their theirs them themselves then there these they this those
        though through to too toward towards under until up upon us ve very was wasn we were weren what
        when where whether which while who whom whose why will with within without won would wouldn yet
        you your yours
    """,
    "es": """
        a al algo algunos ante antes aquel aquella aquí así aun aunque bajo bien cada casi como con
        contra cual cuando cuanto de del desde donde dos durante e el ella ellas ellos en entre era eran
        es esa esas ese eso esos esta estaba estar estas este esto estos está están fue fueron ha había
        habían han has hasta hay la las le les lo los me mi mientras mis mismo mucho muy más nada ni no
        nos nosotros nuestra nuestro o otra otro otros para pero poco por porque pues que quien quién qué
        se sea según ser será si sido sin sino sobre son su sus sí también tan tanto te tiene tienen todo
        todos tras tu tus un una uno unos usted y ya yo él
    """,
    "fi": """
        ei eivät ennen ettei että he hän hänen ja jo joiden joihin joita joka jolla jolle jonka jos jotka
        jotta jälkeen kanssa koska kuin kuitenkin kun kuten me mikä minä mitä mukaan mutta myös ne niiden
        niin niitä noin nyt näin nämä ole olen olevan oli olisi olivat olla ollut on ovat se sekä sen
        siellä siihen siitä sillä sinä sitten sitä tai te tämä tämän tätä vaan vai vain vielä voi vuoden
        yli
    """,
    "fr": """
        a afin ai ainsi alors après au aucun aucune aujourd aussi autre autres aux avait avant avec avoir
        bien c car ce cela celle celles celui cependant ces cet cette ceux chez comme comment contre d
        dans de depuis des donc dont du elle elles en encore entre es est et eu eux faire fait fois font
        hui il ils j je jusqu l la le les leur leurs lors lui là m ma mais me mes moins mon même n ne ni
        non nos notre nous on ont ou où par parce pas pendant peu peut plus pour pourquoi puis qu quand
        que quel quelle quelles quelques quels qui s sa sans se selon sera ses si son sont sous sur t ta
        tandis te tous tout toute toutes très tu un une vers voir vos votre vous y ça étaient était été
        être
    """,
    "hu": """
        a aki akik akkor alatt amely amelyek ami amikor annak arra az azok azonban azt be csak de egy el
        ellen ennek erre ez ezek ezt fel ha hogy illetve is itt ki között le lehet lesz lett majd meg
        mellett mert mi miatt minden mint most már még nagyon neki nekik nem ott pedig se sem sok során
        szerint te ti több után vagy van vannak volt voltak át én és így össze úgy ő ők
    """,
    "id": """
        ada adalah agar akan anda antara atau bagi bahwa belum bisa dalam dan dapat dari dengan di dia
        hal hanya harus hingga ia ini itu jika juga kami karena ke kepada ketika kita lagi lalu lebih
        maka masih menjadi mereka namun oleh pada para pun saat sampai saya sebagai sebelum secara sedang
        seperti serta setelah sudah telah tentang terhadap tersebut tetapi tidak untuk yang
    """,
    "it": """
        a ad agli ai al alla alle allo anche ancora avere aveva c che chi ci come con contro cui d da
        dagli dai dal dalla dalle dallo degli dei del dell della delle dello di dopo dove due e ed era
        erano essere fa fra gli ha hanno ho i il in invece io l la le lei li lo loro lui ma me mentre mi
        mio molto ne negli nei nel nell nella nelle nello noi non nostro o ogni oltre per perché però più
        poi prima proprio quale quali quando quanto quella quelle quelli quello questa queste questi
        questo qui s sarà se secondo sei senza si sia solo sono sotto sta stata stati stato su sua sue
        sugli sui sul sull sulla sulle suo suoi tra tu tutta tutte tutti tutto un una uno va voi è
    """,
    "nl": """
        aan al alle alleen als ander andere bij binnen daar dan dat de der deze die dit doch doen door
        dus echter een eens elk en er geen had hadden heb hebben heeft hem het hier hij hoe hun ik in is
        ja je jij kan kon kunnen maar me meer men met mij mijn moet moeten na naar niet niets nog nu of
        om omdat onder ons onze ook op over reeds sinds te tegelijk tegen ten ter terwijl toch toen tot
        tussen u uit uw van vanaf veel volgens voor want waren was wat we wel werd werden wie wij wil
        worden wordt zal ze zei zelf zich zij zijn zo zonder zou zouden
    """,
    "no": """
        alle at av ble blei bli blir da de dem den denne der deres det dette disse du eller en er et
        etter for fordi fra få får før ha hadde han hans har henne hennes her hos hun hva hvem hver hvis
        hvor hvordan i ikke ingen inn jeg kan kommer kun kunne man mange med meg meget men mer min mot
        ned nei noe noen nok nå når og også om opp oss over på seg selv sin sine sitt skal skulle slik
        som så til under ut uten var ved vi vil ville være vært å
    """,
    "pl": """
        a aby albo ale ani aż bardziej bardzo bez bo być był była było były będzie będą chce ci co czy
        czyli dla dlaczego do gdy gdyby gdzie go i ich ile im inne iż ja jak jakie jako je jego jej jest
        jestem jeszcze jeśli jeżeli już każdy kiedy kilka kto która które którego której który których
        którym którzy lub ma mają mi między mnie mogą może można na nad nam nas nawet nich nie niej nim
        niż no o od on ona one oni oraz po pod podczas ponieważ potem poza przed przez przy raz się sobie
        swoje są ta tak takie także tam te tego tej ten też to tu tych tylko tym u w we według więc
        wszystkich wszystko z za ze zostać został została że żeby
    """,
    "pt": """
        a ainda além ante antes ao aos após aquela aquele aqui as até bem cada com como contra contudo da
        das de dela dele deles depois desde dessa desse desta deste do dos durante e ela elas ele eles em
        enquanto entre era eram essa esse esta estava este está estão eu foi foram há isso isto já lhe lá
        mais mas me mesmo meu minha muito na nas nem nessa nesse nesta neste no nos num numa não nós o
        onde os ou para pela pelas pelo pelos pode podem por porque porém pouco qual quando quanto que
        quem se segundo sem ser será seu seus si sido sob sobre sua suas só também tem ter teve todo
        todos tudo têm um uma vai você à às é
    """,
    "ro": """
        a aceasta această acest aceste acestea acestui acum ai aici al ale am ar are as asta au avea aș
        ca care ce ceea cei cel cele cu cum când cât că către dacă dar de decât deși din dintre doar după
        ea ei el ele era erau este eu fi fie fiind fost iar la le li lor lui mai mi mult ne nici noi nu o
        ori pe pentru peste poate prin până s sa sale sau se si spre sub sunt să său toate tot toți tu un
        una unei unor unui va vor în înainte încă însă între și
    """,
    "ru": """
        а без более бы был была были было быть в вам вас весь во вот все всего всех вы где да даже для до
        его ее если есть еще ещё её же за здесь и из или им их к как какой когда которая которого которые
        который которых кто ли между меня мне много может можно мы на над надо нам нас не него нее нет
        неё ни них но ну о об однако он она они оно от очень по под после потому при про раз с сам своей
        свои свою себя сейчас со так также такой там те тем то того тоже той только том ты у уже хотя
        чего чем что чтобы эта эти это этого этой этом этот я
    """,
    "sv": """
        alla andra att av bara blev bli blir blivit både de dem den denna deras dess dessa det detta dig
        din du där då efter ej eller en enligt er ett finns från få får för före ha hade han hans har
        henne hennes hon hos hur här i icke in ingen inom inte jag kan kommer kunde man med medan mellan
        men mer mig min mot mycket ni nu när någon något några och också om oss på sedan sig sin sina
        sitt ska skulle som så till under upp ut utan vad var vara varit varje vem vi vid vilka vilken
        vill än är åt över
    """,
    "tr": """
        acaba ama ancak artık aslında az bana bazı belki ben beni bir biri birçok biz bu buna bunda
        bundan bunu bunun da daha de defa değil diye dolayı en eğer fakat gibi göre hem hep her hiç ile
        ilgili ise için işte kadar karşı kendi ki kim mi mu mü mı nasıl ne neden nerede o olan olarak
        oldu olduğu olduğunu olması ona ondan onlar onu onun sadece sen siz sonra tarafından tüm var ve
        veya ya yani yine yok çok çünkü önce üzere şey şu
    """,
    "uk": """
        а або але без би був була були було бути більше в вам вас весь вже ви вона вони воно все всього
        всі від він де для до же з за здесь зі й його кого коли мене мені ми може можна між на над нас не
        немає неї них ні ніж о об однак по при про під після та так такий також там те ти тим то того той
        тому тільки у хоча хто це цей цього цьому ця ці цієї чи чим ще що щоб я як яка який яких якого
        якщо які є і із їм їх її
    """,
    "vi": """
        anh bà bị bởi cho chúng chỉ chị các còn có cùng cũng cả của do giữa hay hoặc hơn họ khi không là
        làm lên lại mà một mới người nhiều như nhưng nhất những này nên năm nếu phải qua ra rất rằng sau
        sẽ ta theo thì trong trên trước tôi tại từ việc và vào vì về với ông đang đây đã đó được đến để ở
    """,
}
