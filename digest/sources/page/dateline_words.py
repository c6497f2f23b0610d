"""The words beside the dates of a page that say what they are the dates of."""

from __future__ import annotations

import re

UPDATED = re.compile(
    r"updat|\bupd\b|modif|revis|\blast |edited|changed|correct(?!ion)|aktuali[sz]|aktuáln|geändert"
    r"|überarbeitet|bearbeitet|\bstand\b|à jour|actuali[sz]a|atualiza|alterad|editad|aggiorn"
    r"|bijgewerkt|gewijzigd|uppdater|ändrad|oppdater|opdater|päivitetty|muokattu|zaktuali|zmodyf"
    r"|zmien|обнов|измен|оновлен|змінено|güncel"
    r"|ενημ[εέ]ρ|τροποπ|frissít|módos[ií]t|cập nhật|diperba|更新|更正|修改|수정|업데이트|تحديث|تعديل"
    r"|עדכון|עודכן|แก้ไข|อัปเดต|अपडेट|ažurir|posodob|redigert|endret|ændret|uppfær|breytt|atnaujin|atjaunin"
    r"|uuenda|muudet|dikemas kini|به.?روز|ویرایش",
    re.IGNORECASE,
)
PUBLISHED = re.compile(
    r"publi(?:s|[ée]|ca|k|c)|posted|\bcreated|pubbl|released|\b(?:date|datum|fecha|data)\b|\bissued|veröffentlicht"
    r"|erschienen|erstellt|mis en ligne|parution|posté|postad|geplaatst|gepubliceerd|skapad|lagt ut|julkaistu"
    r"|opubl|dodano|wydan|опубл|публик|yayın|giriş|objavljen|објављен|zve?řejn|zverejn|udgivet|δημοσ|megjelen|közzét|đăng|diterbitkan|発行|公開|掲載|投稿"
    r"|配信|发布|發布|发表|입력|등록|게시|نشر|פורסם|เผยแพร่|प्रकाशित|انتشار|منتشر|paskelb|avaldat",
    re.IGNORECASE,
)
