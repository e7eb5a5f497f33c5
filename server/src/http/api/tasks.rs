//! Tasks.

use super::answers::{Deleted, next_link};
use super::{example_me, require_app};
use crate::app::App;
use crate::domain::task::{self, TaskQuery};
use crate::http::auth::Caller;
use crate::http::docs::Tag;
use crate::http::errors::{ChangeError, CreateError, ItemError, ListError};
use crate::http::payload::Json;
use chrono::{DateTime, Utc};
use poem::Request;
use poem_openapi::param::{Path, Query};
use poem_openapi::{ApiResponse, OpenApi};
use shared::task::{NewTask, Order, Priority, Sort, StatusFilter, Task, TaskChanges, TasksVersion};
use std::sync::Arc;

/// Operations on tasks.
pub struct TasksApi(pub Option<Arc<App>>);

/// A list of tasks.
#[derive(ApiResponse)]
pub enum TaskList {
    /// The tasks; `Link` leads to the next page, if there is one.
    #[oai(status = 200)]
    Page(Json<Vec<Task>>, #[oai(header = "Link")] Option<String>),
}

/// A task that was created.
#[derive(ApiResponse)]
pub enum Created {
    /// The task; `Location` is its address.
    #[oai(status = 201)]
    Task(Json<Task>, #[oai(header = "Location")] String),
}

#[OpenApi(tag = "Tag::Tasks")]
impl TasksApi {
    /// List tasks
    ///
    /// Without `limit` all of them; with it, the `Link` header leads to the next page.
    #[oai(path = "/:user_id/tasks", method = "get", operation_id = "listTasks")]
    #[allow(clippy::too_many_arguments)] // one for each query parameter
    async fn list(
        &self,
        caller: Caller,
        /// Your user id, or `me`.
        #[oai(example = "example_me")]
        user_id: Path<String>,
        /// Open ones, completed ones, or all.
        status: Query<Option<StatusFilter>>,
        /// Only this priority.
        priority: Query<Option<Priority>>,
        /// Only tasks with this tag of up to 50 characters; repeated, with all of them.
        #[oai(default, validator(max_items = 20))]
        tag: Query<Vec<String>>,
        /// Words that the title or the description contains, in any case and form.
        #[oai(validator(max_length = 200, pattern = r"^[^\x00]*$"))]
        q: Query<Option<String>>,
        /// Only tasks due before this time.
        due_before: Query<Option<DateTime<Utc>>>,
        /// Only tasks due at this time or later.
        due_after: Query<Option<DateTime<Utc>>>,
        /// What to sort by; `created_at` unless said otherwise.
        sort: Query<Option<Sort>>,
        /// `desc` unless said otherwise.
        order: Query<Option<Order>>,
        /// Most tasks to answer.
        #[oai(validator(minimum(value = "1"), maximum(value = "200")))]
        limit: Query<Option<u32>>,
        /// Where the page before ended, from its `Link` header.
        cursor: Query<Option<String>>,
        request: &Request,
    ) -> Result<TaskList, ListError> {
        let owner = caller.owner(&user_id)?;
        let query = TaskQuery {
            status: status.0.unwrap_or_default(),
            priority: priority.0,
            tags: tag.0,
            search: q.0,
            due_before: due_before.0,
            due_after: due_after.0,
            sort: sort.0.unwrap_or_default(),
            order: order.0.unwrap_or_default(),
            limit: limit.0,
            cursor: cursor.0,
            ..TaskQuery::default()
        };
        let page = task::list(&require_app(&self.0)?.store, &owner, query).await?;
        let link = page.next.map(|cursor| next_link(request.original_uri(), "cursor", &cursor));
        Ok(TaskList::Page(Json(page.tasks), link))
    }

    /// Create a task
    #[oai(path = "/:user_id/tasks", method = "post", operation_id = "createTask")]
    async fn create(
        &self,
        caller: Caller,
        #[oai(example = "example_me")] user_id: Path<String>,
        body: Json<NewTask>,
    ) -> Result<Created, CreateError> {
        let owner = caller.owner(&user_id)?;
        let task = task::create(&require_app(&self.0)?.store, &owner, body.0).await?;
        let location = format!("/api/{}/tasks/{}", owner.id(), task.id);
        Ok(Created::Task(Json(task), location))
    }

    /// Whether tasks have changed
    ///
    /// Answers another text after every change, however it was made. It is cheap: pages ask again and again.
    #[oai(path = "/:user_id/tasks/version", method = "get", operation_id = "getTasksVersion")]
    async fn version(
        &self,
        caller: Caller,
        #[oai(example = "example_me")] user_id: Path<String>,
    ) -> Result<Json<TasksVersion>, ListError> {
        let owner = caller.owner(&user_id)?;
        Ok(Json(task::version(&require_app(&self.0)?.store, &owner).await?))
    }

    /// Read a task
    #[oai(path = "/:user_id/tasks/:id", method = "get", operation_id = "getTask")]
    async fn get(
        &self,
        caller: Caller,
        #[oai(example = "example_me")] user_id: Path<String>,
        id: Path<i64>,
    ) -> Result<Json<Task>, ItemError> {
        let owner = caller.owner(&user_id)?;
        Ok(Json(task::get(&require_app(&self.0)?.store, &owner, id.0).await?))
    }

    /// Change a task
    ///
    /// Fields that are left out stay as they are; fields that are null are emptied.
    #[oai(path = "/:user_id/tasks/:id", method = "put", operation_id = "updateTask")]
    async fn update(
        &self,
        caller: Caller,
        #[oai(example = "example_me")] user_id: Path<String>,
        id: Path<i64>,
        body: Json<TaskChanges>,
    ) -> Result<Json<Task>, ChangeError> {
        let owner = caller.owner(&user_id)?;
        Ok(Json(task::update(&require_app(&self.0)?.store, &owner, id.0, body.0).await?.after))
    }

    /// Complete or reopen a task
    ///
    /// An open task is completed, a completed one is reopened. Of a task that repeats, `next_id` is then the next
    /// occurrence.
    #[oai(path = "/:user_id/tasks/:id/complete", method = "patch", operation_id = "toggleTask")]
    async fn toggle(
        &self,
        caller: Caller,
        #[oai(example = "example_me")] user_id: Path<String>,
        id: Path<i64>,
    ) -> Result<Json<Task>, ItemError> {
        let owner = caller.owner(&user_id)?;
        Ok(Json(task::toggle(&require_app(&self.0)?.store, &owner, id.0).await?.after))
    }

    /// Skip one occurrence
    ///
    /// An open task that repeats goes on to its next occurrence. One that does not repeat, or has none to go on to, is
    /// refused.
    #[oai(path = "/:user_id/tasks/:id/skip", method = "post", operation_id = "skipOccurrence")]
    async fn skip(
        &self,
        caller: Caller,
        #[oai(example = "example_me")] user_id: Path<String>,
        id: Path<i64>,
    ) -> Result<Json<Task>, ItemError> {
        let owner = caller.owner(&user_id)?;
        Ok(Json(task::skip(&require_app(&self.0)?.store, &owner, id.0).await?.after))
    }

    /// Delete a task
    #[oai(path = "/:user_id/tasks/:id", method = "delete", operation_id = "deleteTask")]
    async fn delete(
        &self,
        caller: Caller,
        #[oai(example = "example_me")] user_id: Path<String>,
        id: Path<i64>,
    ) -> Result<Deleted, ItemError> {
        let owner = caller.owner(&user_id)?;
        task::delete(&require_app(&self.0)?.store, &owner, id.0).await?;
        Ok(Deleted::Gone)
    }
}
