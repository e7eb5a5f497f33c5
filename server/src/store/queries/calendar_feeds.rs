//! Calendar feeds, found by the hash of their token.

use super::Connection;
use crate::store::rows::CalendarFeedRow;
use crate::store::schema::calendar_feeds::{self, dsl};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// Stores a person's feed in place of the one before.
pub async fn put(connection: &mut Connection, feed: &CalendarFeedRow) -> QueryResult<()> {
    diesel::insert_into(dsl::calendar_feeds)
        .values(feed)
        .on_conflict(dsl::user_id)
        .do_update()
        .set(feed)
        .execute(connection)
        .await
        .map(drop)
}

/// A person's feed.
pub async fn get(connection: &mut Connection, user_id: &str) -> QueryResult<Option<CalendarFeedRow>> {
    dsl::calendar_feeds.find(user_id).select(CalendarFeedRow::as_select()).first(connection).await.optional()
}

/// The feed with this token hash.
pub async fn by_hash(connection: &mut Connection, hash: &str) -> QueryResult<Option<CalendarFeedRow>> {
    dsl::calendar_feeds
        .filter(calendar_feeds::token_hash.eq(hash))
        .select(CalendarFeedRow::as_select())
        .first(connection)
        .await
        .optional()
}

/// Notes what a feed is made of now, unless another replica was faster.
pub async fn note_version(
    connection: &mut Connection,
    before: &CalendarFeedRow,
    version: &str,
    changed_at: NaiveDateTime,
) -> QueryResult<()> {
    let same = dsl::user_id.eq(&before.user_id).and(dsl::version.eq(&before.version));
    diesel::update(dsl::calendar_feeds.filter(same))
        .set((dsl::version.eq(version), dsl::changed_at.eq(changed_at)))
        .execute(connection)
        .await
        .map(drop)
}

/// Takes a person's feed away.
pub async fn delete(connection: &mut Connection, user_id: &str) -> QueryResult<()> {
    diesel::delete(dsl::calendar_feeds.find(user_id)).execute(connection).await.map(drop)
}
