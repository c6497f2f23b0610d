"""The words around what a mail quotes and at its end, in the languages of mail programs."""

from __future__ import annotations

import re

WROTE = (
    r"wrote|writes|schrieb|a écrit|ecrit|escribió|escribio|ha scritto|scrisse|escreveu|schreef"
    r"|geschreven|skrev"
    r"|said|menulis|napisao je|пише|kirjoitti|napisał|napisała|napisał\(a\)|napsal|napsala|napsal\(a\)"
    r"|пишет|написал|написала|написал\(а\)|írta"
    r"|yazdı|έγραψε|a scris|viết|написав|написала|napísala?|napísal\(a\)|napisala|написа|rakstīja|rašė"
    r"|kirjutas|ha escrit|skrifaði|pisze|quoting|zitat von"
    r"|citando|citat|写道|寫道|เขียนว่า|نوشت|ने लिखा|כתב|كتب"
)
"""Words of an attribution, as alternatives of a pattern. The name may stand before or after them."""

ORIGINAL = re.compile(
    r"^[-_*\s]{2,20}(?:original (?:message|appointment)|urspr(?:ü|ue?)ngliche nachricht|original-nachricht"
    r"|message d['’]origine|mensaje original|messaggio originale|mensagem original|oorspronkelijk bericht"
    r"|ursprungligt meddelande|oprindelig meddelelse|opprinnelig melding|alkuperäinen viesti"
    r"|wiadomość oryginalna|původní zpráva|исходное сообщение|orijinal mesaj|eredeti üzenet"
    r"|original ?-?meddelelse|originele bericht|mesaj original|missatge original|izvorna poruka"
    r"|pôvodná správa|orijinal ileti|özgün ileti|pesan asli|tin nhắn gốc|αρχικό μήνυμα"
    r"|оригинальное сообщение|оригінальне повідомлення|الرسالة الأصلية|הודעה מקורית"
    r"|原始邮件|原始郵件|邮件原件|元のメッセージ|원본 ?메시지)"
    r"[-_*\s]{0,20}$",
    re.IGNORECASE,
)
FORWARDED = re.compile(
    r"^[-_*\s]{0,20}(?:begin forwarded message|forwarded message|weitergeleitete nachricht"
    r"|anfang der weitergeleiteten (?:nachricht|e-mail)|message (?:transféré|réexpédié)"
    r"|début du message (?:transféré|réexpédié)|mensaje reenviado|inicio del mensaje reenviado"
    r"|messaggio inoltrato"
    r"|inizio messaggio inoltrato|mensagem (?:encaminhada|reencaminhada)|doorgestuurd bericht"
    r"|begin doorgestuurd bericht|vidarebefordrat meddelande|wiadomość przekazana|пересылаемое сообщение)"
    r"[-_*\s:]{0,20}$",
    re.IGNORECASE,
)
HEADER = re.compile(
    r"^\*{0,2}(from|von|de|da|van|från|fra|od|lähettäjä|от|to|an|à|a|para|aan|till|til|do|кому|cc|kopie"
    r"|copie|sent|gesendet"
    r"|envoyé|enviado(?: el)?|inviato|verzonden|skickat|sendt|wysłano|date|datum|fecha|data|dato|дата"
    r"|subject|betreff"
    r"|objet|asunto|oggetto|assunto|onderwerp|ämne|emne|temat|тема|reply-to|antwort an"
    r"|enviad[ao] em|odesláno|komu|předmět|odoslané|predmet|poslano|za|отправлено|відправлено|надіслано|від"
    r"|feladó|elküldve|címzett|tárgy|lähetetty|vastaanottaja|aihe|από|στάλθηκε|προς|θέμα"
    r"|kimden|gönderme tarihi|gönderildi|tarih|kime|konu"
    r"|de la|trimis|către|subiect|từ|đã gửi|tới|đến|chủ đề"
    r"|dari|terkirim|dikirim|kepada|ke|perihal|subjek|من|تاريخ الإرسال|إلى|الموضوع|מאת|נשלח|אל|נושא"
    r"|发件人|发送时间|日期|收件人|抄送|主题|寄件者|寄件日期|收件者|主旨|差出人|送信日時|日時|宛先|件名"
    r"|보낸 ?사람|보낸 ?날짜|날짜|받는 ?사람|제목)\*{0,2}\s?[:：]\*{0,2}\s*\S",
    re.IGNORECASE,
)
FOOTER = re.compile(
    r"mailing[ -]?list|mailingliste|groups\.io|unsubscribe|abmelden|abzumelden|cancelar la suscripción"
    r"|отписаться|рассылк|відписатися|розсилк"
    r"|odhlásit|leiratkoz|dezabona|abonelikten|διαγραφή|berhenti berlangganan|hủy đăng ký|mailman"
    r"|取消订阅|取消訂閱|退订|邮件列表|郵件列表|メーリングリスト|配信停止|수신 ?거부|구독 ?취소"
    r"|إلغاء الاشتراك"
    r"|abbestellen|désabonner|désinscri|darse de baja"
    r"|lista de correo"
    r"|liste de diffusion|disiscriv|cancelar a (?:inscrição|subscrição)|afmelden|uitschrijven"
    r"|avregistrera|wypisa[ćc]"
    r"|listinfo|/listinfo/|list-unsubscribe|you received this message because|google groups|@lists?\.",
    re.IGNORECASE,
)
SENT_FROM = re.compile(
    r"^(?:sent (?:from|with) (?:my|outlook|yahoo|proton|mail)|get outlook for|(?:von|gesendet von"
    r"|gesendet mit) mein\w* "
    r"|von meinem .{1,40} gesendet|gesendet mit der|envoyé de(?:puis)? (?:mon|ma|outlook)"
    r"|enviado desde (?:mi|outlook)"
    r"|inviato da(?:l mio)? |enviado d[oe] meu|verzonden (?:vanaf|met) mijn|skickat från min|sendt fra min"
    r"|wysłane z |отправлено с |posl[aá]no z |odesl[aá]no z "
    r"|lähetetty |saadetud minu |küldve |trimis de pe "
    r"|στάλθηκε από το |надіслано з |dikirim dari |được gửi từ |verstuurd vanaf )",
    re.IGNORECASE,
)
# The name of the program or device that a mail was written with, as its last line.
SENT_WITH = re.compile(
    r"iPhon|iPad|Android|Galaxy|Outlook|BlackBerry|Huawei|Xiaomi|sent via mobile", re.IGNORECASE
)
# What closes a letter before the name of its writer. Only a line that begins so and is short counts.
CLOSING = re.compile(
    r"(?:(?:best|kind|kindest|warm|warmest|with (?:best|kind"
    r"|warm))[ ,]+(?:regards|wishes)|regards|cheers|sincerely"
    r"|yours (?:sincerely|faithfully|truly)|many thanks"
    r"|thanks(?: and regards)?|thank you|all the best|best,"
    r"|(?:mit )?(?:freundlichen?|besten?|herzlichen?|lieben?"
    r"|vielen|schönen) (?:grü(?:ß|ss)en?|grusse?|gruß|dank)"
    r"|viele grüße|gruß|mfg|hochachtungsvoll|(?:bien )?cordialement"
    r"|bien à (?:vous|toi)|amicalement|salutations"
    r"|(?:avec )?(?:mes |nos )?(?:meilleures|sincères) salutations"
    r"|(?:un )?(?:cordial |atento )?saludos?(?: cordiales)?"
    r"|atentamente|atte|un abrazo|(?:cordiali|distinti) saluti"
    r"|saluti|grazie|(?:com os )?(?:melhores )?cumprimentos"
    r"|atenciosamente|abraços?|obrigad[oa]|(?:met )?(?:vriendelijke"
    r"|hartelijke) groet(?:en)?|groet(?:en|jes)?|mvg"
    r"|(?:med )?(?:vänliga|venlig|vennlig|bästa|de bedste"
    r"|beste) (?:hälsningar?|hilsen|hilsener)|mvh|hilsen|hälsningar"
    r"|(?:ystävällisin |parhain )?terveisin|terv|z poważaniem|pozdrawiam(?: serdecznie)?|pozdrowienia"
    r"|s (?:pozdravem|pozdravom|úctou|přátelským pozdravem)"
    r"|srdačan pozdrav|(?:lep|lijep) pozdrav|s poštovanjem"
    r"|üdvözlettel|tisztelettel|cu (?:stimă|respect)"
    r"|с уважением|всего доброго|з повагою|с поздрав|с уважение"
    r"|με εκτίμηση|φιλικά|saygılarımla|iyi çalışmalar|sevgiler"
    r"|salam(?: hormat)?|hormat (?:saya|kami)|terima kasih"
    r"|trân trọng|مع (?:أطيب )?التحيات?|تحياتي|مع خالص التحية|בברכה|בכבוד רב|با احترام|सादर|धन्यवाद"
    r"|ขอแสดงความนับถือ|よろしくお願い(?:いた|致)?します|敬具|以上|此致|祝好|谢谢|謝謝|감사합니다|드림)[\s,.!。！،*_]*$",
    re.IGNORECASE,
)
