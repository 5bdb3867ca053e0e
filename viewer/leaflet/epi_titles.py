"""Titles that name the kind of a document alone: thousands of leaflets have the same."""

from __future__ import annotations

from viewer.leaflet.plain import plain_words

# What the EMA's templates and the authorities of the languages call a leaflet and a summary.
_GENERIC = frozenset(
    map(
        plain_words,
        (
            *("leaflet", "package leaflet", "patient leaflet", "patient information leaflet"),
            *("package insert", "label", "prescribing information", "product information"),
            *("package leaflet: information for the user", "SmPC"),
            *("package leaflet: information for the patient", "summary of product characteristics"),
            *("prospecto", "prospecto: información para el usuario", "ficha técnica"),
            *("prospecto: información para el paciente", "información para el usuario"),
            *("ficha técnica o resumen de las características del producto",),
            *("resumen de las características del producto",),
            *("folheto informativo", "folheto informativo: informação para o utilizador"),
            *("folheto informativo: informação para o doente", "bula", "bula do paciente"),
            *("resumo das características do medicamento", "RCM"),
            *("indlægsseddel", "indlægsseddel: information til brugeren"),
            *("indlægsseddel: information til patienten", "produktresumé"),
            *("packungsbeilage", "gebrauchsinformation", "fachinformation"),
            *("gebrauchsinformation: information für anwender",),
            *("gebrauchsinformation: information für patienten",),
            *("zusammenfassung der merkmale des arzneimittels",),
            *("notice", "notice: information de l'utilisateur", "notice: information du patient"),
            *("résumé des caractéristiques du produit", "RCP"),
            *("foglio illustrativo", "foglio illustrativo: informazioni per l'utilizzatore"),
            *("foglio illustrativo: informazioni per il paziente",),
            *("riassunto delle caratteristiche del prodotto",),
            *("bijsluiter", "bijsluiter: informatie voor de gebruiker"),
            *("bijsluiter: informatie voor de patiënt", "samenvatting van de productkenmerken"),
            *("نشرة العبوة", "添付文書"),
        ),
    )
)


def is_generic(title: str) -> bool:
    """Whether a title says nothing of the product."""
    return plain_words(title) in _GENERIC
