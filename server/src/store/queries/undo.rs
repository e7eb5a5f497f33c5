//! Taking back what was done to tasks, and doing it again, one step after the other in one transaction.

use super::changes::{purge, write_creation};
use super::{Backend, Connection, history};
use crate::store::record::{By, ChangeRow, KEPT, Reversal, TaskRecord, Way, Wish, write};
use crate::store::schema::{task_changes, task_changes::dsl, tasks};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use std::collections::HashMap;

/// Reverses the latest steps that are asked for. A change of a task that is not as the change left it is a conflict, and
/// stays. Two of these for one person wait for each other, so that no step is reversed twice.
pub async fn reverse(
    connection: &mut Connection,
    by: &By<'_>,
    way: Way,
    wish: &Wish,
) -> QueryResult<Reversal> {
    transaction!(connection, async |connection| {
        super::super::lock_person(connection, by.user_id).await?;
        purge(connection, by).await?;
        let tx = super::super::transaction_number(connection).await?;
        let mut reversal = Reversal::default();
        let mut seen = Vec::new();
        for _ in 0..wish.steps {
            let Some(latest) = latest(connection, by, way, wish, &seen).await? else { break };
            seen.push(latest.step());
            let changes = of_step(connection, by, way, wish, &latest).await?;
            let before = tasks_of(connection, by, &changes).await?;
            let mut after = before.clone();
            let done = reversal.done.len();
            for change in changes {
                match reversed(&change, way, after.get(&change.task_id))? {
                    Some(task) => {
                        after.remove(&change.task_id);
                        after.extend(task.iter().map(|task| (task.id, task.clone())));
                        reversal.done.push((change, task));
                    }
                    None => {
                        leave(connection, way, &change).await?;
                        reversal.conflicts.push(change);
                    }
                }
            }
            replace(connection, &before, &after).await?;
            mark(connection, by, way, tx, &reversal.done[done..], &before).await?;
        }
        Ok(reversal)
    })
    .await
}

/// The change whose step comes next.
async fn latest(
    connection: &mut Connection,
    by: &By<'_>,
    way: Way,
    wish: &Wish,
    seen: &[i64],
) -> QueryResult<Option<ChangeRow>> {
    let unseen = dsl::step.is_null().or(dsl::step.assume_not_null().ne_all(seen));
    let query = reversible(by, way, wish).filter(dsl::id.ne_all(seen).and(unseen));
    let query = match way {
        Way::Undo => query.order(dsl::id.desc()),
        // What was undone last; of several steps at once, the earliest was.
        Way::Redo => query.order((dsl::undone_at.desc(), dsl::id.asc())),
    };
    let latest: Option<ChangeRow> =
        query.select(ChangeRow::as_select()).first(connection).await.optional()?;
    if way == Way::Redo {
        return Ok(latest);
    }
    let after = latest.as_ref().map_or(0, |change| change.id);
    match history::latest_creation(connection, by, wish, after).await? {
        Some(task) => {
            write_creation(connection, &task).await?;
            ChangeRow::creation_of(&task).map(Some)
        }
        None => Ok(latest),
    }
}

/// What there is to reverse of a step, in the order in which it has to be done. For one task, what the step did to the
/// occurrences that follow it belongs to that.
async fn of_step(
    connection: &mut Connection,
    by: &By<'_>,
    way: Way,
    wish: &Wish,
    latest: &ChangeRow,
) -> QueryResult<Vec<ChangeRow>> {
    let whole = Wish { step: Some(latest.step()), task_id: None, ..*wish };
    let mut of_tasks: Vec<i64> = wish.task_id.into_iter().collect();
    loop {
        let mut query = reversible(by, way, &whole).select(ChangeRow::as_select());
        if !of_tasks.is_empty() {
            query = query.filter(dsl::task_id.eq_any(of_tasks.clone()));
        }
        query = match (way, latest.undone_at) {
            (Way::Redo, Some(undone_at)) => query.filter(dsl::undone_at.eq(undone_at)).order(dsl::id.asc()),
            _ => query.order(dsl::id.desc()),
        };
        let changes: Vec<ChangeRow> = query.load(connection).await?;
        let known = of_tasks.len();
        for change in changes.iter().filter(|_| known > 0) {
            let next = change.next_ids()?.into_iter().filter(|id| !of_tasks.contains(id));
            let next: Vec<i64> = next.collect();
            of_tasks.extend(next);
        }
        if of_tasks.len() == known {
            return Ok(changes);
        }
    }
}

fn reversible<'q>(by: &By<'q>, way: Way, wish: &Wish) -> task_changes::BoxedQuery<'q, Backend> {
    let theirs = dsl::user_id.eq(by.user_id).and(dsl::made_at.gt(by.now - KEPT));
    let query = dsl::task_changes.filter(theirs.and(dsl::overtaken.eq(false))).into_boxed();
    let mut query = match way {
        Way::Undo => query.filter(dsl::undone_at.is_null()),
        Way::Redo => query.filter(dsl::undone_at.is_not_null()),
    };
    if let Some(step) = wish.step {
        query = query.filter(dsl::id.eq(step).or(dsl::step.assume_not_null().eq(step)));
    }
    if let Some(task_id) = wish.task_id {
        query = query.filter(dsl::task_id.eq(task_id));
    }
    query
}

/// The tasks of some changes as they are, locked in the order in which others lock several.
async fn tasks_of(
    connection: &mut Connection,
    by: &By<'_>,
    changes: &[ChangeRow],
) -> QueryResult<HashMap<i64, TaskRecord>> {
    let ids: Vec<i64> = changes.iter().map(|change| change.task_id).collect();
    let theirs = tasks::user_id.eq(by.user_id).and(tasks::id.eq_any(ids));
    let query = locking!(tasks::table.filter(theirs).order(tasks::id).select(tasks::all_columns));
    let rows: Vec<TaskRecord> = query.load(connection).await?;
    Ok(rows.into_iter().map(|task| (task.id, task)).collect())
}

/// The task with what the change altered given back, if it is as the change left it. Nothing is a conflict.
fn reversed(
    change: &ChangeRow,
    way: Way,
    current: Option<&TaskRecord>,
) -> QueryResult<Option<Option<TaskRecord>>> {
    let (left, wanted) = match way {
        Way::Undo => (change.after()?, change.before()?),
        Way::Redo => (change.before()?, change.after()?),
    };
    match (current, left) {
        (Some(current), Some(left)) if current.is(&left)? => {
            wanted.map(|wanted| current.with(wanted)).transpose().map(Some)
        }
        (None, None) => wanted.map(|wanted| TaskRecord::default().with(wanted)).transpose().map(Some),
        _ => Ok(None),
    }
}

/// Puts tasks in the place of others.
async fn replace(
    connection: &mut Connection,
    before: &HashMap<i64, TaskRecord>,
    after: &HashMap<i64, TaskRecord>,
) -> QueryResult<()> {
    let gone: Vec<i64> = before.keys().filter(|id| !after.contains_key(id)).copied().collect();
    if !gone.is_empty() {
        diesel::delete(tasks::table.filter(tasks::id.eq_any(gone))).execute(connection).await?;
    }
    let back: Vec<_> = after.values().filter(|task| !before.contains_key(&task.id)).cloned().collect();
    insert_all!(connection, tasks::table, back, tasks::id => i64);
    for (id, task) in after.iter().filter(|(id, task)| before.get(id).is_some_and(|old| old != *task)) {
        diesel::update(tasks::table.find(id)).set(task).execute(connection).await?;
    }
    Ok(())
}

/// Notes that changes were undone, or are done again.
async fn mark(
    connection: &mut Connection,
    by: &By<'_>,
    way: Way,
    tx: i64,
    done: &[(ChangeRow, Option<TaskRecord>)],
    before: &HashMap<i64, TaskRecord>,
) -> QueryResult<()> {
    let ids: Vec<i64> = done.iter().map(|(change, _)| change.id).collect();
    let undone_at = (way == Way::Undo).then_some(by.now);
    diesel::update(dsl::task_changes.filter(dsl::id.eq_any(ids)))
        .set((dsl::undone_at.eq(undone_at), dsl::tx.eq(tx)))
        .execute(connection)
        .await?;
    // A creation that the task itself was the record of: whatever brings it back has to know all of it.
    for (change, task) in done {
        if let (None, Some(gone)) = (task, before.get(&change.task_id))
            && gone.created_change == change.id
        {
            let row = diesel::update(task_changes::table.find(change.id));
            row.set(dsl::after.eq(write(&gone.columns()?))).execute(connection).await?;
        }
    }
    Ok(())
}

/// Leaves a change that is in conflict. It has to wait for a change of the same task to be reversed first; where there
/// is none, what came between is not recorded, and the change would stand in the way of others for good.
async fn leave(connection: &mut Connection, way: Way, change: &ChangeRow) -> QueryResult<()> {
    let same = dsl::task_id.eq(change.task_id).and(dsl::overtaken.eq(false));
    let query = dsl::task_changes.filter(same).into_boxed::<Backend>();
    let query = match way {
        Way::Undo => query.filter(dsl::undone_at.is_null().and(dsl::id.gt(change.id))),
        Way::Redo => query.filter(dsl::undone_at.is_not_null().and(dsl::id.lt(change.id))),
    };
    if query.count().get_result::<i64>(connection).await? > 0 {
        return Ok(());
    }
    diesel::update(task_changes::table.find(change.id))
        .set(dsl::overtaken.eq(true))
        .execute(connection)
        .await
        .map(drop)
}
