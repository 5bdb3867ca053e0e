"""What a library holds, in numbers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from viewer.library import schema

if TYPE_CHECKING:
    from viewer.library.database import Database


class LibraryInfo(NamedTuple):
    """Counts and, in bytes, sizes. `leaflets` counts current versions, as do the tables of counts.

    `text_bytes` is the leaflets' compressed text, `source_bytes` the compressed sources without
    images, `database_bytes` the whole file; the index is not part of it.
    """

    folder: Path
    id: str
    schema: int
    generation: int
    leaflets: int
    older_versions: int
    languages: dict[str, int]
    kinds: dict[str, int]
    images: int
    sources: int
    sources_left_out: int
    text_bytes: int
    image_bytes: int
    source_bytes: int
    database_bytes: int


def read_info(database: Database) -> LibraryInfo:
    """The numbers of one moment. Raises LibraryError."""
    with database.reading() as connection:

        def numbers(statement: str) -> tuple[int, ...]:
            return tuple(value or 0 for value in connection.execute(statement).fetchone())

        def counts(column: str) -> dict[str, int]:
            rows = connection.execute(
                f"SELECT {column}, count(*) FROM entry WHERE current GROUP BY 1 ORDER BY 2 DESC, 1"
            )
            return dict(rows)

        library, generation = connection.execute("SELECT id, generation FROM about").fetchone()
        leaflets, entries = numbers("SELECT sum(current), count(*) FROM entry")
        (text,) = numbers("SELECT sum(length(data)) FROM model")
        images, image_bytes = numbers("SELECT count(*), sum(length(data)) FROM image")
        sources, kept, source_bytes = numbers(
            "SELECT count(*), count(data), sum(length(data)) FROM source"
        )
        (size,) = numbers("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        return LibraryInfo(
            folder=database.path.parent,
            id=library,
            schema=schema.version_of(connection),
            generation=generation,
            leaflets=leaflets,
            older_versions=entries - leaflets,
            languages=counts("language"),
            kinds=counts("kind"),
            images=images,
            sources=sources,
            sources_left_out=sources - kept,
            text_bytes=text,
            image_bytes=image_bytes,
            source_bytes=source_bytes,
            database_bytes=size,
        )
