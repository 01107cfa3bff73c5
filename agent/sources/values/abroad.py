"""How other languages than English and Polish say what holds of a value: words for patterns."""

from __future__ import annotations

DEFAULT = (
    r"par défaut|por defecto|predeterminad[oa]|padrão|standard(?:wert|mäßig)|vorgabe"
    r"|predefinit[oa]|по умолчанию|за замовчуванням|výchozí|varsay\wlan|bawaan|mặc định|standaard"
    r"|默认[值为是]*|預設[值為是]*|デフォルト[値は]*|既定値?|기본값?"
)
REQUIRED = (
    r"\b(?:obligator\w+|obligatoire|requerid[oa]|obrigatóri[oa]|requis|erforderlich|pflicht\w*"
    r"|обязательн\w+|обов['\u2019]язков\w+|povinn\w+|zorunlu|wajib|bắt buộc|verplicht)\b"
    r"|必[填须須需]|필수"
)
OPTIONAL = (
    r"\b(?:no|non|nicht|não|không|niet|tidak) (?:obligato|obbligatori|requerid|obrigat"
    r"|erforderlich|bắt buộc|verplicht|wajib)"
    r"|\b(?:opcional|optionn?el|facultati|opzional|fakultati|необязатель|опциональ|nepovinn"
    r"|необов['\u2019]язк|opsional|optioneel|t[uù]ỳ? chọn|isteğe bağl|val[gf]ri)"
    r"|可选|選填|选填|非必|任意(?![\u3040-\u9fff])|선택"
)
# In the cell of a table, under a head that asks for it.
NEEDED = (
    r"obligat|obrigat|requerid|requis|erforderlich|pflicht|обяз|обов|povinn|zorunlu|wajib|bắt buộc"
    r"|verplicht|必[填须須需]|필수"
)
YES = r"(?:s[íi]|sim|oui|ja|да|так|ano|evet|ya|có)\b|是|はい|○|예"
LEAST = (
    r"\b(?:mín(?:imo)?|mindestens|au moins|al menos|pelo menos|мин\w*|не менее|tối thiểu|ít nhất)\b"
    r"\.?|最小|最少|至少|최소"
)
MOST = r"\b(?:máx(?:imo)?|höchstens|au plus|макс\w*|не более|tối đa)\b\.?|最大|最多|不超过|최대"
# What a length is counted in.
LETTERS = (
    r"(?:zeichen|caract[eè]re?s|caratteri|символ\w*|karakter\w*|ký tự)\b|个?字[符元]?|文字|글자"
)
