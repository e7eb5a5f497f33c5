//! Taking back what was done to tasks, and doing it again, one step after the other in one transaction.

use super::changes::{purge, write_creation};
use super::{Backend, Connection, history};
use crate::store::record::{By, ChangeRow, KEPT, Reversal, TaskRecord, Way, Wish, write};
use crate::store::schema::{task_changes, task_changes::dsl, tasks};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

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
            for change in of_step(connection, by, way, wish, &latest).await? {
                match reverse_one(connection, by, way, tx, &change).await? {
                    Some(task) => reversal.done.push((change, task)),
                    None => reversal.conflicts.push(change),
                }
            }
            seen.push(latest.step());
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

/// What there is to reverse of a step, in the order in which it has to be done.
async fn of_step(
    connection: &mut Connection,
    by: &By<'_>,
    way: Way,
    wish: &Wish,
    latest: &ChangeRow,
) -> QueryResult<Vec<ChangeRow>> {
    let wish = Wish { step: Some(latest.step()), ..*wish };
    let query = reversible(by, way, &wish).select(ChangeRow::as_select());
    match (way, latest.undone_at) {
        (Way::Redo, Some(undone_at)) => {
            query.filter(dsl::undone_at.eq(undone_at)).order(dsl::id.asc()).load(connection).await
        }
        _ => query.order(dsl::id.desc()).load(connection).await,
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

/// Gives a task back what the change altered, if it is as the change left it; answers how it is then. Nothing is a
/// conflict.
async fn reverse_one(
    connection: &mut Connection,
    by: &By<'_>,
    way: Way,
    tx: i64,
    change: &ChangeRow,
) -> QueryResult<Option<Option<TaskRecord>>> {
    let query = tasks::table.filter(tasks::id.eq(change.task_id).and(tasks::user_id.eq(by.user_id)));
    let query = locking!(query.select(tasks::all_columns));
    let current: Option<TaskRecord> = query.first(connection).await.optional()?;
    let (left, wanted) = match way {
        Way::Undo => (change.after()?, change.before()?),
        Way::Redo => (change.before()?, change.after()?),
    };
    let task = match (&current, left, wanted) {
        (Some(current), Some(left), wanted) if current.is(&left)? => match wanted {
            Some(wanted) => {
                let task = current.with(wanted)?;
                diesel::update(tasks::table.find(task.id)).set(&task).execute(connection).await?;
                Some(task)
            }
            None => {
                diesel::delete(tasks::table.find(current.id)).execute(connection).await?;
                None
            }
        },
        (None, None, Some(wanted)) => {
            let task = TaskRecord::default().with(wanted)?;
            diesel::insert_into(tasks::table).values(&task).execute(connection).await?;
            Some(task)
        }
        _ => {
            leave(connection, way, change).await?;
            return Ok(None);
        }
    };
    mark(connection, by, way, tx, change).await?;
    // Whatever brings it back has to know all of it.
    if let (Some(gone), None) = (&current, &task) {
        let columns = write(&gone.columns()?);
        let row = diesel::update(task_changes::table.find(change.id));
        match way {
            Way::Undo => row.set(dsl::after.eq(columns)).execute(connection).await?,
            Way::Redo => row.set(dsl::before.eq(columns)).execute(connection).await?,
        };
    }
    Ok(Some(task))
}

/// Notes that a change was undone, or is done again.
async fn mark(
    connection: &mut Connection,
    by: &By<'_>,
    way: Way,
    tx: i64,
    change: &ChangeRow,
) -> QueryResult<()> {
    let undone_at = (way == Way::Undo).then_some(by.now);
    diesel::update(task_changes::table.find(change.id))
        .set((dsl::undone_at.eq(undone_at), dsl::tx.eq(tx)))
        .execute(connection)
        .await
        .map(drop)
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
