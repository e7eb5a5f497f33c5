//! Tools that only look.

use super::{Outcome, parse};
use crate::auth::Owner;
use crate::domain::task::{self, TaskQuery};
use crate::domain::{account, now};
use crate::error::{Error, Result};
use crate::store::Store;
use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use shared::task::{Order, Priority, Sort, StatusFilter, Task};

#[derive(Default, Deserialize)]
#[serde(default)]
struct ListArguments {
    status: StatusFilter,
    priority: Option<Priority>,
    tags: Vec<String>,
    q: Option<String>,
    due_before: Option<DateTime<Utc>>,
    due_after: Option<DateTime<Utc>>,
    completed_before: Option<DateTime<Utc>>,
    completed_after: Option<DateTime<Utc>>,
    sort: Sort,
    order: Order,
    limit: Option<u32>,
}

pub async fn list_tasks(store: &Store, owner: &Owner, arguments: Value) -> Result<Outcome> {
    let asked: ListArguments = parse(arguments)?;
    let query = TaskQuery {
        status: asked.status,
        priority: asked.priority,
        tags: asked.tags,
        search: asked.q,
        due_before: asked.due_before,
        due_after: asked.due_after,
        completed_before: asked.completed_before,
        completed_after: asked.completed_after,
        sort: asked.sort,
        order: asked.order,
        limit: asked.limit,
        cursor: None,
    };
    answer(task::list(store, owner, query).await?.tasks)
}

#[derive(Deserialize)]
struct SearchArguments {
    query: String,
    #[serde(default)]
    status: StatusFilter,
    limit: Option<u32>,
}

pub async fn search_tasks(store: &Store, owner: &Owner, arguments: Value) -> Result<Outcome> {
    let asked: SearchArguments = parse(arguments)?;
    let query = TaskQuery {
        search: Some(asked.query),
        status: asked.status,
        limit: asked.limit,
        ..TaskQuery::default()
    };
    answer(task::list(store, owner, query).await?.tasks)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct DayArguments {
    date: Option<NaiveDate>,
    time_zone: Option<String>,
}

pub async fn day_summary(store: &Store, owner: &Owner, arguments: Value) -> Result<Outcome> {
    let asked: DayArguments = parse(arguments)?;
    let zone = account::zone_for(store, owner, asked.time_zone.as_deref()).await?;
    let now = now();
    let date = asked.date.unwrap_or_else(|| now.with_timezone(&zone).date_naive());
    let (from, until) = (start_of(date, zone)?, start_of(next(date)?, zone)?);
    let due = TaskQuery { sort: Sort::DueAt, order: Order::Asc, ..TaskQuery::default() };
    let open = TaskQuery { status: StatusFilter::Pending, ..due.clone() };
    let overdue = TaskQuery { due_before: Some(now.min(until)), ..open.clone() };
    let today = TaskQuery { due_after: Some(from.max(now)), due_before: Some(until), ..open };
    let done = TaskQuery { completed_after: Some(from), completed_before: Some(until), ..due };
    let list = async |query| Ok::<_, Error>(task::list(store, owner, query).await?.tasks);
    let result = json!({
        "date": date,
        "time_zone": zone.name(),
        "overdue": list(overdue).await?,
        "due": if from.max(now) < until { list(today).await? } else { Vec::new() },
        "completed": list(done).await?,
    });
    answer(result)
}

fn next(date: NaiveDate) -> Result<NaiveDate> {
    date.checked_add_days(Days::new(1)).ok_or_else(out_of_range)
}

/// When a day begins; where a clock change skips midnight, an hour later.
fn start_of(date: NaiveDate, zone: Tz) -> Result<DateTime<Utc>> {
    let midnight = date.and_time(NaiveTime::MIN);
    (0..3)
        .find_map(|hour| (midnight + chrono::Duration::hours(hour)).and_local_timezone(zone).earliest())
        .map(|start| start.to_utc())
        .ok_or_else(out_of_range)
}

fn out_of_range() -> Error {
    Error::bad_request("INVALID_ARGUMENTS", "date is out of range; write a day of our time as YYYY-MM-DD.")
}

fn answer(found: impl Serialize) -> Result<Outcome> {
    Ok(Outcome { result: serde_json::to_value(found).map_err(Error::internal)?, changes: Vec::new() })
}

/// Some tasks by their numbers, in that order; a number that is none of the person's is refused.
pub async fn these(store: &Store, owner: &Owner, ids: &[i64]) -> Result<Vec<Task>> {
    let mut tasks: Vec<Task> = Vec::new();
    for id in ids {
        if tasks.iter().all(|task| task.id != *id) {
            tasks.push(task::get(store, owner, *id).await.map_err(|error| match error {
                Error::Refused(_) => Error::bad_request(
                    "TASK_NOT_FOUND",
                    format!("There is no task {id}; nothing was changed."),
                ),
                other => other,
            })?);
        }
    }
    Ok(tasks)
}
