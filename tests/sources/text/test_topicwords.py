from __future__ import annotations

import pytest

from agent.core.documents import Document, RepoPath
from agent.core.spec import Endpoint
from agent.sources.gathering.gather import gather
from agent.sources.text.labels import topic_of

LABELS = (
    "Beschreibung, Abfrageparameter, Anfragekörper, Antwort, Fehler, Berechtigung",
    "Objectif, Paramètres de requête, Corps de la requête, Réponse, Erreurs, Accès",
    "Descripción, Parámetros de consulta, Cuerpo, Respuesta, Errores, Permisos",
    "Descrição, Parâmetros de consulta, Corpo da requisição, Resposta, Erros, Acesso",
    "Descrizione, Parametri di query, Corpo della richiesta, Risposta, Errori, Accesso",
    "Описание, Параметры запроса, Тело запроса, Ответ, Ошибки, Доступ",
    "Опис, Параметри запиту, Тіло запиту, Відповідь, Помилки, Доступ",
    "Popis, Parametry dotazu, Tělo požadavku, Odpověď, Chyby, Oprávnění",
    "A\u00e7\u0131klama, Sorgu parametreleri, \u0130stek g\u00f6vdesi, Yan\u0131t, Hatalar, Yetki",
    "Deskripsi, Parameter kueri, Isi permintaan, Respons, Kesalahan, Otentikasi",
    "Mô tả, Tham số truy vấn, Thân yêu cầu, Phản hồi, Lỗi, Xác thực",
    "Mô tả, Tham số truy vấn, Thân yêu cầu, Phản hồi, Lỗi, Quyền truy cập",
    "Beschrijving, Queryparameters, Verzoek, Antwoord, Fouten, Toegang",
    "Beskrivning, Queryparametrar, Begäran, Svar, Fel, Behörighet",
    "描述, 查询参数, 请求体, 响应, 错误, 权限",
    "説明, クエリパラメータ, リクエストボディ, レスポンス, エラー, 権限",
    "설명, 쿼리 파라미터, 요청 본문, 응답, 오류, 권한",
)


@pytest.mark.parametrize("labels", LABELS)
def test_what_an_endpoint_is_told_by_in_other_languages(labels: str) -> None:
    said, query, body, answer, errors, auth = labels.split(", ")
    text = (
        f"## POST /books\n\n- **{said}**: Adds.\n- **{query}**:\n  - `dry` (boolean)\n"
        f'- **{body}**:\n\n  ```json\n  {{"title": "a"}}\n  ```\n\n- **{answer}**: 201\n\n'
        f'  ```json\n  {{"id": 7}}\n  ```\n\n- **{errors}**:\n  - 409: there\n- **{auth}**: admin\n'
    )
    document = Document(path=RepoPath("docs/api.md"), role="api-plan", text=text)
    spec = gather(Endpoint(method="POST", path="/books"), (document,), (), ())
    assert spec.request is not None
    assert [one.name for one in spec.request.fields] == ["title"]
    assert [one.name for one in spec.parameters] == ["dry"]
    assert [[one.name for one in body.fields] for body in spec.responses] == [["id"]]
    assert [one.code for one in spec.statuses] == [201, 409]
    assert None not in {spec.description, spec.auth}


@pytest.mark.parametrize(
    "said", ["respuesta", "telephone", "Notation", "Corporate accounts", "Service Role Key"]
)
def test_names_of_fields_and_other_words_are_no_labels(said: str) -> None:
    assert topic_of(said) is None
