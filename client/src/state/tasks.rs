//! The tasks, each in one signal that the list, the chat's cards and the panel share: a change made
//! anywhere shows everywhere.

use std::collections::HashMap;

use serde_json::json;
use shared::chat::{Change, ChangeKind};
use shared::task::{NewTask, Task, TaskChanges};
use sycamore::prelude::*;

use super::filter::{Arrangement, Filter};
use super::task_list::{Manner, Row, TaskList, extend};
use super::{Loading, Toasts};
use crate::api::{Api, Call, Failure, Reply};
use crate::background;
use crate::reactive::create_effect;

/// Tasks fetched at once.
const PAGE: usize = 50;
/// Tasks in the panel beside the chat.
const UPCOMING: usize = 8;
/// Tasks of one chat turn that are fetched one by one.
const TOUCHED_MAX: usize = 12;
/// A completed task stays this long, so that the eye can follow.
const FAREWELL_MS: i32 = 900;

/// All tasks that the page has seen, and the two lists that show them.
#[derive(Clone, Copy)]
pub struct Tasks {
    api: Api,
    toasts: Toasts,
    pub(super) known: Signal<HashMap<i64, Signal<Task>>>,
    /// The tasks page.
    pub page: TaskList,
    pub filter: Signal<Filter>,
    /// The panel beside the chat: what is due next.
    pub upcoming: TaskList,
    /// What is due by the end of today, for the counts beside the lists' names.
    pub(super) due: TaskList,
    /// What was done last from here, to be told with a way back.
    pub done: Signal<Vec<Change>>,
}

impl Tasks {
    /// No tasks yet.
    pub fn new(api: Api, toasts: Toasts) -> Self {
        let known = create_signal(HashMap::new());
        let filter = create_signal(Filter::default());
        let [page, upcoming, due] = [(); 3].map(|()| TaskList::new());
        let tasks = Self { api, toasts, known, page, filter, upcoming, due, done: create_signal(Vec::new()) };
        create_effect(on(api.recovered, move || tasks.refresh()));
        tasks
    }

    /// Forgets everything: someone else may sign in next.
    pub fn clear(self) {
        self.known.set(HashMap::new());
        self.filter.set(Filter::default());
        self.page.clear();
        self.upcoming.clear();
        self.due.clear();
        self.done.set(Vec::new());
    }

    /// The task, if the page has seen it.
    pub fn known(self, id: i64) -> Option<Signal<Task>> {
        self.known.with(|known| known.get(&id).copied())
    }

    /// Takes in a task as the server has it now.
    pub fn learn(self, task: Task) -> Row {
        let id = task.id;
        let known = self.known.with_untracked(|known| known.get(&id).copied());
        let signal = match known {
            Some(signal) => {
                if signal.with_untracked(|old| *old != task) {
                    signal.set(task);
                }
                signal
            }
            None => {
                let signal = background::in_root(|| create_signal(task));
                self.known.update(|known| known.insert(id, signal));
                signal
            }
        };
        Row { id, task: signal }
    }

    fn learn_all(self, reply: &Reply) -> Result<Vec<Row>, Failure> {
        let tasks: Vec<Task> = reply.json()?;
        Ok(tasks.into_iter().map(|task| self.learn(task)).collect())
    }

    /// Fetches the tasks page's list from its start.
    pub fn load(self, manner: Manner) {
        let shown = self.page.rows.with_untracked(Vec::len);
        let limit =
            if manner != Manner::Anew { shown.clamp(PAGE, shared::limits::PAGE_MAX as usize) } else { PAGE };
        let path = self.filter.with_untracked(|filter| filter.path(limit));
        self.fetch(self.page, path, manner);
    }

    /// Fetches what is due next.
    pub fn load_upcoming(self) {
        self.fetch_upcoming(if self.upcoming.is_shown() { Manner::Keep } else { Manner::Anew });
    }

    fn fetch_upcoming(self, manner: Manner) {
        let filter = Filter { arrangement: Some(Arrangement::Due), ..Filter::default() };
        self.fetch(self.upcoming, filter.path(UPCOMING), manner);
    }

    pub(super) fn fetch(self, list: TaskList, path: String, manner: Manner) {
        let turn = list.turns.begin();
        if manner == Manner::Anew {
            list.loading.set(Loading::Busy);
        }
        background::spawn(async move {
            let mut rows = Vec::new();
            let mut next = Some(path);
            while let Some(path) = next.take() {
                let reply = self.api.call(Call::get(path)).await;
                if list.turns.newest() != turn {
                    return;
                }
                match reply.and_then(|reply| Ok((self.learn_all(&reply)?, reply.next))) {
                    Ok((page, after)) => {
                        extend(&mut rows, page);
                        next = after;
                    }
                    Err(failure) => return self.not_fetched(list, manner, failure),
                }
                // What was shown stays shown, even when it takes several pages.
                if manner == Manner::Anew || rows.len() >= list.rows.with_untracked(Vec::len) {
                    break;
                }
            }
            batch(|| {
                list.rows.set(rows);
                list.next.set(next);
                list.loading.set(Loading::Ready);
            });
        });
    }

    fn not_fetched(self, list: TaskList, manner: Manner, failure: Failure) {
        match manner {
            Manner::Anew => list.loading.set(Loading::Failed(failure)),
            Manner::Keep => self.toasts.fail(&failure),
            Manner::Unasked => {}
        }
    }

    /// Fetches the next page.
    pub async fn load_more(self) {
        let list = self.page;
        let Some(path) = list.next.get_clone_untracked() else { return };
        let turn = list.turns.newest();
        list.is_growing.set(true);
        let reply = self.api.call(Call::get(path)).await;
        list.is_growing.set(false);
        if list.turns.newest() != turn {
            return;
        }
        match reply.and_then(|reply| Ok((self.learn_all(&reply)?, reply.next))) {
            Ok((more, next)) => batch(|| {
                list.rows.update(|rows| extend(rows, more));
                list.next.set(next);
            }),
            Err(failure) => self.toasts.fail(&failure),
        }
    }

    /// Brings every list on screen up to date.
    pub fn refresh(self) {
        if self.page.is_shown() {
            self.load(Manner::Unasked);
        }
        if self.due.is_shown() {
            self.load_counts();
        }
        if self.upcoming.is_shown() {
            self.fetch_upcoming(Manner::Unasked);
        }
    }

    /// Creates a task and puts it on top of the list.
    pub async fn add(self, new: &NewTask) -> Result<(), Failure> {
        let task = self.api.call(Call::post("/api/me/tasks", new)).await?.json::<Task>()?;
        self.told(ChangeKind::Created, &task);
        let row = self.learn(task);
        self.page.put_first(row);
        self.refresh();
        Ok(())
    }

    /// Changes a task.
    pub async fn change(self, id: i64, changes: &TaskChanges) -> Result<(), Failure> {
        let changed = self.api.call(Call::put(path(id), changes)).await.and_then(|reply| reply.json());
        let task: Task = changed.inspect_err(|failure| self.notice_gone(id, failure))?;
        self.told(ChangeKind::Updated, &task);
        self.learn(task);
        self.refresh();
        Ok(())
    }

    /// Completes or reopens a task, on screen at once and then on the server.
    pub fn complete(self, row: Row, completed: bool) {
        row.task.update(|task| task.completed = completed);
        background::spawn(async move {
            // Setting is safe to repeat, toggling is not.
            let sent = self.api.call(Call::put(path(row.id), &json!({ "completed": completed }))).await;
            match sent.and_then(|reply| reply.json::<Task>()) {
                Ok(task) => {
                    self.told(if completed { ChangeKind::Completed } else { ChangeKind::Reopened }, &task);
                    self.learn(task);
                    background::sleep(FAREWELL_MS).await;
                    self.refresh();
                }
                Err(failure) => {
                    row.task.update(|task| task.completed = !completed);
                    self.toasts.fail(&failure);
                    self.notice_gone(row.id, &failure);
                }
            }
        });
    }

    /// A task that was deleted elsewhere goes from the lists.
    fn notice_gone(self, id: i64, failure: &Failure) {
        if failure.status == 404 {
            self.forget(id);
            self.refresh();
        }
    }

    /// Deletes a task for good.
    pub fn delete(self, id: i64, title: String) {
        background::spawn(async move {
            match self.api.call(Call::delete(path(id))).await {
                Ok(_) => self.done.set(vec![Change { task_id: id, change: ChangeKind::Deleted, title }]),
                // Somebody else was faster: what was wanted is so.
                Err(failure) if failure.status == 404 => {}
                Err(failure) => return self.toasts.fail(&failure),
            }
            self.forget(id);
            self.refresh();
        });
    }

    fn told(self, change: ChangeKind, task: &Task) {
        self.done.set(vec![Change { task_id: task.id, change, title: task.title.clone() }]);
    }

    fn forget(self, id: i64) {
        batch(|| {
            self.page.drop_row(id);
            self.upcoming.drop_row(id);
            self.due.drop_row(id);
            self.known.update(|known| known.remove(&id));
        });
    }

    /// Takes in what became of a task, if it is still there.
    pub fn know(self, id: i64, task: Option<Task>) {
        match task {
            Some(task) => drop(self.learn(task)),
            None => self.forget(id),
        }
    }

    /// Takes over what a chat turn did.
    pub fn touched(self, changes: Vec<Change>) {
        if changes.is_empty() {
            return;
        }
        self.done.set(changes.clone());
        background::spawn(async move {
            for change in changes.into_iter().take(TOUCHED_MAX) {
                let id = change.task_id;
                if change.change == ChangeKind::Deleted {
                    self.forget(id);
                    continue;
                }
                // One that cannot be read is shown as the chat told it.
                let reply = self.api.call(Call::get(path(id))).await;
                let _ = reply.and_then(|reply| reply.json()).map(|task| self.learn(task));
            }
            self.refresh();
        });
    }
}

fn path(id: i64) -> String {
    format!("/api/me/tasks/{id}")
}
