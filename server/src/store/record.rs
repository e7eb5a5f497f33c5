//! What is kept of a change to a task, so that it can be undone and done again.

use super::rows::{NewTaskRow, TaskChangeRow, TaskRow};
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
#[derive(Clone, Debug, Default, Deserialize, Serialize, Queryable, Insertable, AsChangeset)]
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

    /// Whether it is as these columns say.
    pub fn is(&self, columns: &Columns) -> QueryResult<bool> {
        let own = self.columns()?;
        Ok(columns.iter().all(|(name, value)| own.get(name) == Some(value)))
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

/// What a change does to a task.
#[derive(Clone, Debug)]
pub enum Write {
    Insert(NewTaskRow),
    Update(i64, TaskChangeRow),
    Delete(i64),
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
    pub fn new(by: &By, before: Option<&TaskRecord>, after: Option<&TaskRecord>) -> QueryResult<Option<Self>> {
        let (old, new) = match (before, after) {
            (Some(before), Some(after)) => match difference(before, after)? {
                Some((before, after)) => (Some(before), Some(after)),
                None => return Ok(None),
            },
            (Some(before), None) => (Some(before.columns()?), None),
            (None, Some(after)) => (None, Some(after.as_created()?)),
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
