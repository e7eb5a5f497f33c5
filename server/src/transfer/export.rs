//! Exports, page by page: whoever has tens of thousands of tasks waits for the first ones only, and no export is ever
//! whole in memory.

use super::{calendar, columns};
use crate::auth::Owner;
use crate::domain::calendar_feed::Feed;
use crate::domain::conversation;
use crate::domain::task::{self, TaskQuery};
use crate::domain::{account, now};
use crate::error::{Error, Result};
use crate::store::rows::UserRow;
use crate::store::{Store, retry_once};
use bytes::Bytes;
use chrono_tz::Tz;
use csv::{Terminator, WriterBuilder};
use futures_util::stream::{self, BoxStream};
use futures_util::{Stream, StreamExt, TryStreamExt};
use serde::Serialize;
use serde_json::json;
use shared::chat::Conversation;
use shared::limits::PAGE_MAX;
use shared::task::{Order, Sort, Task};
use shared::transfer::{BACKUP_FORMAT, BACKUP_VERSION, SavedConversation};
use std::iter::once;

/// What is written, a piece at a time.
pub type Pieces = BoxStream<'static, Result<Bytes>>;

/// Everything that a person owns, as JSON.
pub async fn backup(store: Store, owner: Owner) -> Result<Pieces> {
    let user = user(&store, &owner).await?;
    let (exported_at, account) = (json!(now()), json!(account::to_user(user)));
    let head = format!(
        r#"{{"format":"{BACKUP_FORMAT}","version":{BACKUP_VERSION},"exported_at":{exported_at},"account":{account},"tasks":["#
    );
    let tasks = pages(store.clone(), owner.clone(), TaskQuery::default()).enumerate();
    let tasks = tasks.map(|(page, tasks)| items(page == 0, &tasks?));
    let mut conversations = conversation::list(&store, &owner).await?;
    conversations.sort_by_key(|conversation| (conversation.created_at, conversation.id));
    let conversations = stream::iter(conversations).enumerate().then(move |(index, conversation)| {
        let (store, owner) = (store.clone(), owner.clone());
        async move { items(index == 0, &[saved(&store, &owner, conversation).await?]) }
    });
    Ok(piece(head)
        .chain(tasks)
        .chain(piece("],\"conversations\":[".into()))
        .chain(conversations)
        .chain(piece("]}".into()))
        .boxed())
}

/// The tasks of a person, as a table.
pub async fn table(store: Store, owner: Owner) -> Result<Pieces> {
    user(&store, &owner).await?;
    // Excel takes a file without the mark for one in its own encoding.
    let names = rows(once(columns::COLUMNS.iter().map(|column| column.name.to_owned())))?;
    let head = [&b"\xef\xbb\xbf"[..], &names].concat();
    let tasks = pages(store, owner, TaskQuery::default());
    let tasks = tasks.map(|tasks| rows(tasks?.iter().map(columns::row)));
    Ok(stream::once(async { Ok(Bytes::from(head)) }).chain(tasks).boxed())
}

/// What of a person's tasks is due, as a calendar.
pub async fn calendar(store: Store, feed: Feed) -> Result<Pieces> {
    let zone = feed.user.time_zone.parse().unwrap_or(Tz::UTC);
    let writer = calendar::Writer { zone, now: now() };
    // A bound leaves out what is not due at all.
    let query = TaskQuery { sort: Sort::DueAt, due_after: Some(EARLIEST), ..TaskQuery::default() };
    let mut pages = pages(store, feed.owner, query).boxed();
    let first = pages.try_next().await?.unwrap_or_default();
    let start = writer.start(first.first().and_then(|task| task.due_at));
    let pages = stream::once(async { Ok(first) }).chain(pages);
    let entries = pages.map_ok(move |tasks: Vec<Task>| {
        Bytes::from(tasks.iter().map(|task| writer.entries(task)).collect::<String>())
    });
    Ok(piece(start).chain(entries).chain(piece(calendar::END.into())).boxed())
}

/// The earliest time that is kept.
const EARLIEST: chrono::DateTime<chrono::Utc> = match chrono::NaiveDate::from_ymd_opt(0, 1, 1) {
    Some(day) => day.and_time(chrono::NaiveTime::MIN).and_utc(),
    None => chrono::DateTime::UNIX_EPOCH,
};

async fn user(store: &Store, owner: &Owner) -> Result<UserRow> {
    // The token may have outlived its account.
    retry_once!(store, accounts::by_id(owner.id()))?.ok_or_else(Error::unauthorized)
}

/// The pages of a list, the lowest first.
fn pages(store: Store, owner: Owner, query: TaskQuery) -> impl Stream<Item = Result<Vec<Task>>> {
    let first = TaskQuery { order: Order::Asc, limit: Some(PAGE_MAX), ..query };
    stream::try_unfold(Some(first), move |query| {
        let (store, owner) = (store.clone(), owner.clone());
        async move {
            let Some(query) = query else { return Ok(None) };
            let page = task::list(&store, &owner, query.clone()).await?;
            let next = page.next.map(|cursor| TaskQuery { cursor: Some(cursor), ..query });
            Ok(Some((page.tasks, next)))
        }
    })
}

async fn saved(store: &Store, owner: &Owner, conversation: Conversation) -> Result<SavedConversation> {
    let (mut newest_first, mut before) = (Vec::new(), None);
    loop {
        match conversation::messages(store, owner, conversation.id, before, None).await {
            Ok((messages, next)) => {
                newest_first.extend(messages.into_iter().rev());
                before = next;
            }
            // It was deleted meanwhile.
            Err(Error::Refused(_)) => break,
            Err(error) => return Err(error),
        }
        if before.is_none() {
            break;
        }
    }
    newest_first.reverse();
    let Conversation { id, title, created_at, updated_at } = conversation;
    Ok(SavedConversation { id, title, created_at, updated_at, messages: newest_first })
}

fn piece(text: String) -> impl Stream<Item = Result<Bytes>> {
    stream::once(async { Ok(Bytes::from(text)) })
}

/// Members of a JSON list, with the commas before and between them.
fn items<T: Serialize>(is_first: bool, items: &[T]) -> Result<Bytes> {
    let mut json = Vec::new();
    for (index, item) in items.iter().enumerate() {
        if !(is_first && index == 0) {
            json.extend_from_slice(b",\n");
        }
        serde_json::to_writer(&mut json, item).map_err(Error::internal)?;
    }
    Ok(json.into())
}

/// Rows of a table, as RFC 4180 has them.
fn rows(rows: impl Iterator<Item = impl Iterator<Item = String>>) -> Result<Bytes> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        writer.write_record(row.map(String::into_bytes)).map_err(Error::internal)?;
    }
    writer.into_inner().map(Bytes::from).map_err(Error::internal)
}
