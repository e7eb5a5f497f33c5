//! What is kept of a change to a task, so that it can be undone and done again.

use super::rows::{TaskChangeRow, TaskRow};
use super::schema::{task_changes, tasks};
use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::{AsChangeset, Insertable, Queryable, Selectable};
use diesel::result::Error::{DeserializationError, SerializationError};
use diesel::result::QueryResult;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::sync::OnceLock;

/// How long a change can be undone.
pub const KEPT: TimeDelta = TimeDelta::days(30);

/// All of a task: what has to be there again when its deletion is undone. The columns are in the order of the table, so
/// that one that is missing here does not compile; a field that is added later is the default in older records.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, Queryable, Insertable, AsChangeset,
)]
#[diesel(table_name = tasks, treat_none_as_null = true, treat_none_as_default_value = false)]
#[serde(default)]
pub struct TaskRecord {
    pub id: i64,
    pub user_id: String,
    pub title: String,
    pub description: Option<String>,
    pub completed: bool,
    pub priority: i32,
    pub due_at: Option<NaiveDateTime>,
    pub tags: String,
    pub recurrence: Option<String>,
    pub title_key: String,
    pub search: String,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub completed_at: Option<NaiveDateTime>,
    pub created_change: i64,
    pub created_by: Option<String>,
    pub created_tx: i64,
    pub repeat_from: String,
    pub series_at: Option<NaiveDateTime>,
    pub next_id: Option<i64>,
    pub reminders: Option<String>,
    pub remind_at: Option<NaiveDateTime>,
}

impl From<TaskRecord> for TaskRow {
    fn from(task: TaskRecord) -> Self {
        Self {
            id: task.id,
            user_id: task.user_id,
            title: task.title,
            description: task.description,
            completed: task.completed,
            priority: task.priority,
            due_at: task.due_at,
            tags: task.tags,
            recurrence: task.recurrence,
            created_at: task.created_at,
            updated_at: task.updated_at,
            completed_at: task.completed_at,
            repeat_from: task.repeat_from,
            next_id: task.next_id,
            reminders: task.reminders,
        }
    }
}

/// Some columns of a task.
pub type Columns = Map<String, Value>;

impl TaskRecord {
    /// Every column.
    pub fn columns(&self) -> QueryResult<Columns> {
        match serde_json::to_value(self) {
            Ok(Value::Object(columns)) => Ok(columns),
            Ok(_) => Ok(Columns::new()),
            Err(error) => Err(SerializationError(Box::new(error))),
        }
    }

    /// The same task with these columns instead.
    pub fn with(&self, columns: Columns) -> QueryResult<Self> {
        let mut all = self.columns()?;
        all.extend(columns);
        serde_json::from_value(Value::Object(all)).map_err(|error| DeserializationError(Box::new(error)))
    }

    /// Whether it is as these columns say. A reminder that was delivered since is no change of it.
    pub fn is(&self, columns: &Columns) -> QueryResult<bool> {
        let own = self.columns()?;
        Ok(columns.iter().all(|(name, value)| name == "remind_at" || own.get(name) == Some(value)))
    }

    /// What these changes make of it.
    pub fn changed(&self, change: &TaskChangeRow) -> Self {
        let (old, new) = (self.clone(), change.clone());
        Self {
            title: new.title.unwrap_or(old.title),
            description: new.description.unwrap_or(old.description),
            completed: new.completed.unwrap_or(old.completed),
            priority: new.priority.unwrap_or(old.priority),
            due_at: new.due_at.unwrap_or(old.due_at),
            tags: new.tags.unwrap_or(old.tags),
            recurrence: new.recurrence.unwrap_or(old.recurrence),
            title_key: new.title_key.unwrap_or(old.title_key),
            search: new.search.unwrap_or(old.search),
            updated_at: new.updated_at,
            completed_at: new.completed_at.unwrap_or(old.completed_at),
            repeat_from: new.repeat_from.unwrap_or(old.repeat_from),
            series_at: new.series_at.unwrap_or(old.series_at),
            next_id: new.next_id.unwrap_or(old.next_id),
            reminders: new.reminders.unwrap_or(old.reminders),
            remind_at: new.remind_at.unwrap_or(old.remind_at),
            ..old
        }
    }

    /// What tells a task that nothing has happened to since it was created: every change notes its time.
    pub fn as_created(&self) -> QueryResult<Columns> {
        let mut columns = self.columns()?;
        columns.retain(|name, _| name == "updated_at");
        Ok(columns)
    }
}

/// The columns that two states of a task differ in, as the one and as the other has them; nothing when they are equal.
pub fn difference(before: &TaskRecord, after: &TaskRecord) -> QueryResult<Option<(Columns, Columns)>> {
    let (mut before, mut after) = (before.columns()?, after.columns()?);
    let old = before.clone();
    before.retain(|name, value| after.get(name) != Some(value));
    after.retain(|name, value| old.get(name) != Some(value));
    Ok((!after.is_empty()).then_some((before, after)))
}

/// Who changes tasks, when and by which door.
#[derive(Clone, Copy, Debug)]
pub struct By<'a> {
    pub user_id: &'a str,
    pub door: &'static str,
    pub actor: Option<&'a str>,
    pub now: NaiveDateTime,
    /// What further changes belong to, too; it is named by the first of them.
    pub step: Option<&'a OnceLock<i64>>,
}

/// Which way a step is reversed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Undo,
    Redo,
}

/// Which steps to reverse: the latest, of those that touched a task or that have this number.
#[derive(Clone, Copy, Debug)]
pub struct Wish {
    pub steps: u32,
    pub step: Option<i64>,
    pub task_id: Option<i64>,
}

/// What was reversed, with the tasks as they are then, and what was not.
#[derive(Debug, Default)]
pub struct Reversal {
    pub done: Vec<(ChangeRow, Option<TaskRecord>)>,
    pub conflicts: Vec<ChangeRow>,
}

/// A change that was made.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = task_changes)]
pub struct ChangeRow {
    pub id: i64,
    step: Option<i64>,
    pub task_id: i64,
    pub title: String,
    before: Option<String>,
    after: Option<String>,
    pub door: String,
    pub actor: Option<String>,
    pub made_at: NaiveDateTime,
    pub undone_at: Option<NaiveDateTime>,
}

impl ChangeRow {
    /// The step that it belongs to.
    pub fn step(&self) -> i64 {
        self.step.unwrap_or(self.id)
    }

    /// What it changed; nothing when there was no task before.
    pub fn before(&self) -> QueryResult<Option<Columns>> {
        read(self.before.as_deref())
    }

    /// What it changed that to; nothing when there was no task afterwards.
    pub fn after(&self) -> QueryResult<Option<Columns>> {
        read(self.after.as_deref())
    }

    /// The occurrences that it made or took back.
    pub fn next_ids(&self) -> QueryResult<Vec<i64>> {
        let states = [self.before()?, self.after()?];
        Ok(states.iter().flatten().filter_map(|columns| columns.get("next_id")?.as_i64()).collect())
    }

    /// The creation that a task is its own record of.
    pub fn creation_of(task: &TaskRecord) -> QueryResult<Self> {
        let created = TaskRecord { updated_at: task.created_at, ..task.clone() };
        Ok(Self {
            id: task.created_change,
            step: None,
            task_id: task.id,
            title: task.title.clone(),
            before: None,
            after: Some(write(&created.as_created()?)),
            door: "rest".into(),
            actor: task.created_by.clone(),
            made_at: task.created_at,
            undone_at: None,
        })
    }
}

/// A change to be recorded.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = task_changes, treat_none_as_default_value = false)]
pub struct NewChangeRow {
    pub user_id: String,
    pub step: Option<i64>,
    pub task_id: i64,
    pub title: String,
    pub before: Option<String>,
    pub after: Option<String>,
    pub door: String,
    pub actor: Option<String>,
    pub made_at: NaiveDateTime,
}

impl NewChangeRow {
    /// What somebody did to a task; nothing when it stayed the same.
    pub fn new(
        by: &By,
        before: Option<&TaskRecord>,
        after: Option<&TaskRecord>,
    ) -> QueryResult<Option<Self>> {
        let (old, new) = match (before, after) {
            (Some(before), Some(after)) => match difference(before, after)? {
                Some((before, after)) => (Some(before), Some(after)),
                None => return Ok(None),
            },
            (Some(before), None) => (Some(before.columns()?), None),
            (None, Some(after)) => (None, Some(after.columns()?)),
            (None, None) => return Ok(None),
        };
        let Some(task) = after.or(before) else { return Ok(None) };
        Ok(Some(Self {
            user_id: by.user_id.into(),
            step: None,
            task_id: task.id,
            title: task.title.clone(),
            before: old.as_ref().map(write),
            after: new.as_ref().map(write),
            door: by.door.into(),
            actor: by.actor.map(str::to_owned),
            made_at: by.now,
        }))
    }

    /// The creation that a task is its own record of, to be recorded when it goes.
    pub fn creation_of(task: &TaskRecord) -> QueryResult<Self> {
        let ChangeRow { step, task_id, title, before, after, door, actor, made_at, .. } =
            ChangeRow::creation_of(task)?;
        Ok(Self { user_id: task.user_id.clone(), step, task_id, title, before, after, door, actor, made_at })
    }
}

/// Columns as they are stored.
pub fn write(columns: &Columns) -> String {
    Value::Object(columns.clone()).to_string()
}

fn read(stored: Option<&str>) -> QueryResult<Option<Columns>> {
    let read = |text| serde_json::from_str(text).map_err(|error| DeserializationError(Box::new(error)));
    stored.map(read).transpose()
}
