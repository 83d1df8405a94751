//! Pictures of notes: each kept once, under the hash of its bytes, and never changed.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::schema::pictures;
use super::{Conn, QueryResult};
use crate::domain::ids::MunicipalityId;
use crate::domain::questionnaire::picture::{Format, Image, PictureHash};

/// Keeps a picture, unless it is kept already.
///
/// # Errors
/// When the database fails.
pub async fn keep(tx: &mut Conn, municipality: MunicipalityId, image: &Image) -> QueryResult<()> {
    diesel::insert_into(pictures::table)
        .values((
            pictures::municipality_id.eq(municipality),
            pictures::hash.eq(image.hash),
            pictures::format.eq(image.format),
            pictures::width.eq(i32::from(image.width)),
            pictures::height.eq(i32::from(image.height)),
            pictures::content.eq(&image.bytes),
        ))
        .on_conflict((pictures::municipality_id, pictures::hash))
        .do_nothing()
        .execute(tx)
        .await?;
    Ok(())
}

/// A picture by its hash.
///
/// # Errors
/// `NotFound` when the municipality keeps none of this hash.
pub async fn image(
    conn: &mut Conn,
    municipality: MunicipalityId,
    hash: PictureHash,
) -> QueryResult<Image> {
    let (format, width, height, bytes): (Format, i32, i32, Vec<u8>) = pictures::table
        .filter(pictures::municipality_id.eq(municipality))
        .filter(pictures::hash.eq(hash))
        .select((
            pictures::format,
            pictures::width,
            pictures::height,
            pictures::content,
        ))
        .first(conn)
        .await?;
    // The table takes no longer sides.
    let side = |pixels| u16::try_from(pixels).unwrap_or_default();
    Ok(Image {
        hash,
        format,
        width: side(width),
        height: side(height),
        bytes,
    })
}
