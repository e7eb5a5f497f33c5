//! The calendar feed: its address, and what calendar programs find there.

use super::answers::{Deleted, count_request_of};
use super::require_app;
use crate::app::App;
use crate::domain::calendar_feed;
use crate::http::auth::{Caller, RequestOrigin};
use crate::http::docs::Tag;
use crate::http::errors::{FeedError, ListError};
use crate::http::file::{CalendarAnswer, body};
use crate::http::payload::Json;
use crate::transfer::export;
use chrono::DateTime;
use poem::http::{StatusCode, header};
use poem::{Request, Response};
use poem_openapi::param::Path;
use poem_openapi::{ApiResponse, OpenApi};
use shared::transfer::{CalendarFeed, MadeCalendarFeed};
use std::sync::Arc;

/// Operations on the calendar feed.
pub struct CalendarFeedApi(pub Option<Arc<App>>);

/// A feed whose address was made.
#[derive(ApiResponse)]
pub enum Made {
    /// Its address. It is not shown again.
    #[oai(status = 201)]
    Feed(Json<MadeCalendarFeed>),
}

#[OpenApi(tag = "Tag::Transfer")]
impl CalendarFeedApi {
    /// Whether there is a calendar feed
    #[oai(path = "/:user_id/calendar", method = "get", operation_id = "getCalendarFeed")]
    async fn get(&self, caller: Caller, user_id: Path<String>) -> Result<Json<CalendarFeed>, ListError> {
        let owner = caller.owner(&user_id)?;
        Ok(Json(calendar_feed::get(&require_app(&self.0)?.store, &owner).await?))
    }

    /// Make the address of the calendar feed
    ///
    /// Whoever has it can read the tasks that are due, and nothing else. An address made before stops working.
    #[oai(path = "/:user_id/calendar", method = "post", operation_id = "makeCalendarFeed")]
    async fn make(&self, caller: Caller, user_id: Path<String>) -> Result<Made, ListError> {
        let owner = caller.owner(&user_id)?;
        Ok(Made::Feed(Json(calendar_feed::make(&require_app(&self.0)?.store, &owner).await?)))
    }

    /// Revoke the calendar feed
    #[oai(path = "/:user_id/calendar", method = "delete", operation_id = "revokeCalendarFeed")]
    async fn revoke(&self, caller: Caller, user_id: Path<String>) -> Result<Deleted, ListError> {
        let owner = caller.owner(&user_id)?;
        calendar_feed::revoke(&require_app(&self.0)?.store, &owner).await?;
        Ok(Deleted::Gone)
    }

    /// Read a calendar feed
    ///
    /// For calendar programs, which sign in nowhere: the secret is in the address.
    #[oai(path = "/calendar/:name", method = "get", operation_id = "readCalendarFeed")]
    async fn read(
        &self,
        from: RequestOrigin,
        /// The end of the address, with `.ics`.
        name: Path<String>,
        request: &Request,
    ) -> Result<CalendarAnswer, FeedError> {
        let app = count_request_of("calendar", &self.0, &from).await?;
        let feed = calendar_feed::find(&app.store, &name).await?;
        let etag = format!("\"{}\"", crate::auth::digest(&feed.version));
        let changed_at = feed.changed_at.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
        let answer = Response::builder()
            .header(header::ETAG, &etag)
            .header(header::LAST_MODIFIED, changed_at)
            .header(header::CACHE_CONTROL, "private, no-cache");
        if has(request, &etag, feed.changed_at.timestamp()) {
            return Ok(CalendarAnswer(answer.status(StatusCode::NOT_MODIFIED).finish()));
        }
        let pieces = export::calendar(app.store.clone(), feed).await?;
        Ok(CalendarAnswer(
            answer.header(header::CONTENT_TYPE, CalendarAnswer::CONTENT_TYPE).body(body(pieces)),
        ))
    }
}

/// Whether the caller has this one: by its tag or, where none is named, by its time (RFC 9110, 13.2.2).
fn has(request: &Request, etag: &str, changed_at: i64) -> bool {
    match (request.header(header::IF_NONE_MATCH), request.header(header::IF_MODIFIED_SINCE)) {
        (Some(tags), _) => tags.split(',').any(|tag| {
            let tag = tag.trim();
            tag == "*" || tag.trim_start_matches("W/") == etag
        }),
        (None, Some(time)) => {
            DateTime::parse_from_rfc2822(time).is_ok_and(|time| time.timestamp() >= changed_at)
        }
        (None, None) => false,
    }
}
