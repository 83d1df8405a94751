-- Notes may show a picture. A version names it by its hash; its bytes lie here, once for each municipality.
create table pictures (
    municipality_id uuid not null,
    hash bytea not null,
    format text not null,
    width integer not null,
    height integer not null,
    content bytea not null,
    constraint pictures_pkey primary key (municipality_id, hash),
    constraint pictures_municipality_fkey foreign key (municipality_id) references municipalities (id),
    constraint pictures_hash_check check (hash = sha256(content)),
    constraint pictures_format_check check (format in ('png', 'jpeg', 'webp')),
    constraint pictures_width_check check (width between 1 and 4000),
    constraint pictures_height_check check (height between 1 and 4000),
    constraint pictures_content_check check (octet_length(content) between 1 and 200000)
);
comment on table pictures is 'Pictures of notes. They are never changed: people answered having seen exactly these.';
comment on column pictures.hash is 'SHA-256 of the content: the address under which it is given out.';
comment on column pictures.format is 'What the content is: its media type is image/ and this word.';
comment on column pictures.content is 'The file as it is given out. What it said of places, times and people was taken out before.';
-- Compressed already.
alter table pictures alter column content set storage external;
create trigger pictures_immutable before update on pictures for each row execute function forbid_change();
