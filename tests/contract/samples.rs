//! Each type that travels, once with every field filled and once with as few as possible.

use crate::transfer;
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::{Value, json};
use shared::Patch;
use shared::access_token::*;
use shared::account::*;
use shared::change::*;
use shared::chat::*;
use shared::error::{FieldError, Problem};
use shared::reminder::*;
use shared::task::*;
use shared::transfer::{ExportFormat, ImportFormat};
use shared::understanding::*;

/// A type as serde writes it.
pub struct Sample {
    pub name: &'static str,
    /// Every field is there.
    pub full: Value,
    /// Whatever may be missing is missing.
    pub bare: Value,
}

pub fn sample<T: Serialize>(name: &'static str, full: T, bare: T) -> Sample {
    Sample { name, full: serde_json::to_value(full).unwrap(), bare: serde_json::to_value(bare).unwrap() }
}

/// A type whose fields are always all there.
pub fn fixed<T: Serialize>(name: &'static str, value: T) -> Sample {
    let value = serde_json::to_value(value).unwrap();
    Sample { name, full: value.clone(), bare: value }
}

pub fn text() -> String {
    "text".into()
}

pub fn time() -> DateTime<Utc> {
    DateTime::from_timestamp(1_798_736_400, 0).unwrap()
}

pub fn user(image: Option<String>) -> User {
    User {
        id: text(),
        name: text(),
        email: text(),
        email_verified: false,
        image,
        time_zone: text(),
        created_at: time(),
        updated_at: time(),
    }
}

fn session(text_: Option<String>) -> Session {
    Session {
        id: text(),
        token: text(),
        user_id: text(),
        expires_at: time(),
        created_at: time(),
        updated_at: time(),
        ip_address: text_.clone(),
        user_agent: text_,
    }
}

/// All types that are objects.
pub fn all() -> Vec<Sample> {
    let parts =
        [accounts(), access_tokens(), tasks(), changes(), chat(), understanding(), transfer::samples()];
    parts.into_iter().flatten().collect()
}

fn accounts() -> Vec<Sample> {
    vec![
        sample("User", user(Some(text())), user(None)),
        sample("Session", session(Some(text())), session(None)),
        fixed("SessionAndUser", SessionAndUser { session: session(None), user: user(None) }),
        sample(
            "SignUp",
            SignUp {
                name: text(),
                email: text(),
                password: text(),
                image: Some(text()),
                remember_me: Some(true),
                time_zone: Some(text()),
                callback_url: Some(text()),
            },
            SignUp::default(),
        ),
        sample(
            "SignIn",
            SignIn { email: text(), password: text(), remember_me: Some(true), callback_url: Some(text()) },
            SignIn::default(),
        ),
        sample(
            "TokenAndUser",
            TokenAndUser { token: Some(text()), user: user(None) },
            TokenAndUser { token: None, user: user(None) },
        ),
        sample(
            "SignedIn",
            SignedIn { redirect: true, token: text(), url: Some(text()), user: user(None) },
            SignedIn { redirect: false, token: text(), url: None, user: user(None) },
        ),
        sample(
            "UpdateUser",
            // An e-mail address is read only to be refused, so the document leaves it out.
            UpdateUser {
                name: Some(text()),
                image: Patch::Set(text()),
                time_zone: Some(text()),
                email: None,
            },
            UpdateUser::default(),
        ),
        sample(
            "ChangePassword",
            ChangePassword {
                current_password: text(),
                new_password: text(),
                revoke_other_sessions: Some(true),
            },
            ChangePassword::default(),
        ),
        sample("DeleteUser", DeleteUser { password: Some(text()) }, DeleteUser::default()),
        fixed("RevokeSession", RevokeSession { token: text() }),
        fixed("Jwt", Jwt { token: text() }),
    ]
}

fn task(description: Option<String>, at: Option<DateTime<Utc>>) -> Task {
    Task {
        id: 1,
        user_id: text(),
        title: text(),
        recurrence: description.clone(),
        description,
        completed: false,
        priority: Priority::Low,
        due_at: at,
        tags: vec![text()],
        repeat_from: at.map(|_| RepeatFrom::Completion),
        next_id: at.map(|_| 2),
        reminders: at.map(|at| Reminder::at(at.fixed_offset())).into_iter().collect(),
        created_at: time(),
        updated_at: time(),
        completed_at: at,
    }
}

fn tasks() -> Vec<Sample> {
    let problem = |errors| Problem { code: text(), message: text(), errors, request_id: text() };
    let fault = FieldError { field: text(), code: text(), message: text() };
    let reminder =
        TaskReminder { task_id: 1, title: text(), at: time(), due_at: Some(time()), late_seconds: 0 };
    vec![
        fixed("TasksVersion", TasksVersion { version: text() }),
        sample("Task", task(Some(text()), Some(time())), task(None, None)),
        sample(
            "NewTask",
            NewTask {
                title: text(),
                description: Some(text()),
                priority: Some(Priority::High),
                due_at: Some(time()),
                tags: Some(vec![text()]),
                recurrence: Some(text()),
                repeat_from: Some(RepeatFrom::Due),
                reminders: Some(Vec::new()),
            },
            NewTask::default(),
        ),
        sample(
            "TaskChanges",
            TaskChanges {
                title: Some(text()),
                description: Patch::Set(text()),
                completed: Some(true),
                priority: Patch::Set(Priority::High),
                due_at: Patch::Set(time()),
                tags: Patch::Set(vec![text()]),
                recurrence: Patch::Clear,
                repeat_from: Patch::Set(RepeatFrom::Completion),
                reminders: Patch::Clear,
            },
            TaskChanges::default(),
        ),
        fixed("RemindAt", RemindAt { at: time().fixed_offset() }),
        fixed("RemindBefore", RemindBefore { minutes_before: 10 }),
        fixed("TaskReminder", reminder.clone()),
        fixed("TaskReminders", TaskReminders { reminders: vec![reminder], next_at: Some(time()) }),
        sample("Problem", problem(vec![fault.clone()]), problem(Vec::new())),
        fixed("FieldError", fault),
    ]
}

fn changes() -> Vec<Sample> {
    let change = ChangeKind::Updated;
    let reversed = |task| ReversedChange { step: 1, task_id: 1, title: text(), change, task };
    let conflict = Conflict { step: 1, task_id: 1, title: text(), change, message: text() };
    let past = |fields: Option<Value>, actor: Option<String>, at| PastChange {
        id: 1,
        step: 1,
        task_id: 1,
        title: text(),
        change,
        before: fields.clone(),
        after: fields,
        door: Door::Rest,
        actor,
        at: time(),
        undone_at: at,
    };
    let changed = |task| ChangedTask { task_id: 1, task };
    vec![
        sample(
            "UndoRequest",
            UndoRequest { steps: Some(1), task_id: Some(1), step: Some(1) },
            UndoRequest::default(),
        ),
        fixed("UndoAnswer", UndoAnswer::default()),
        sample("ReversedChange", reversed(Some(task(None, None))), reversed(None)),
        fixed("Conflict", conflict),
        sample("PastChange", past(Some(json!({})), Some(text()), Some(time())), past(None, None, None)),
        fixed("ChangedTasks", ChangedTasks { changes: Vec::new(), all: true, next: 1 }),
        sample("ChangedTask", changed(Some(task(None, None))), changed(None)),
    ]
}

fn call() -> ToolCall {
    ToolCall { id: text(), name: text(), arguments: json!({}), result: Value::Null, is_error: false }
}

fn answer() -> ChatAnswer {
    let change = Change { task_id: 1, change: ChangeKind::Created, title: text() };
    ChatAnswer {
        conversation_id: 1,
        response: text(),
        tool_calls: vec![call()],
        changes: vec![change],
        assistant: text(),
    }
}

pub fn chat_message(assistant: Option<String>) -> Message {
    Message {
        id: 1,
        conversation_id: 1,
        role: Role::User,
        content: text(),
        tool_calls: Vec::new(),
        changes: Vec::new(),
        stopped: false,
        confirm: assistant.as_ref().map(|_| Confirm { id: text(), message: text() }),
        assistant,
        created_at: time(),
    }
}

fn chat() -> Vec<Sample> {
    vec![
        sample(
            "ChatRequest",
            ChatRequest { message: text(), conversation_id: Some(1), time_zone: Some(text()) },
            ChatRequest::default(),
        ),
        fixed("ChatAnswer", answer()),
        fixed("ToolCall", call()),
        fixed("Change", Change { task_id: 1, change: ChangeKind::Deleted, title: text() }),
        fixed("Conversation", Conversation { id: 1, title: text(), created_at: time(), updated_at: time() }),
        fixed("RenameConversation", RenameConversation { title: text() }),
        sample("Message", chat_message(Some(text())), chat_message(None)),
    ]
}

fn understanding() -> Vec<Sample> {
    let at = time().fixed_offset();
    let filter = Filter {
        status: Some(StatusFilter::All),
        priority: Some(Priority::Low),
        tags: Some(vec![text()]),
        q: Some(text()),
        due_after: Some(at),
        due_before: Some(at),
        overdue: Some(true),
        ..Filter::default()
    };
    let action = Action {
        title: Some(text()),
        reference: Some(text()),
        filter: Some(filter.clone()),
        due: Some(at),
        has_time: Some(true),
        rrule: Some(text()),
        reminders: Some(vec![Reminder::before(1)]),
        priority: Some(Priority::Low),
        tags: Some(vec![text()]),
        ..Action::new(Intent::Add)
    };
    let meaning = |ask| Understanding {
        language: Language::English,
        intent: Intent::Add,
        confidence: 1.0,
        actions: vec![action.clone()],
        ask,
    };
    vec![
        sample(
            "UnderstandRequest",
            UnderstandRequest { text: text(), time_zone: Some(text()), adds: Some(true) },
            UnderstandRequest::default(),
        ),
        sample("Understanding", meaning(Some(text())), meaning(None)),
        sample("Action", action.clone(), Action::new(Intent::Add)),
        sample("Filter", filter, Filter::default()),
    ]
}

fn access_tokens() -> Vec<Sample> {
    let token = |last_used_at| AccessToken {
        id: text(),
        name: text(),
        scope: Scope::Read,
        expires_at: time(),
        created_at: time(),
        last_used_at,
    };
    vec![
        sample("AccessToken", token(Some(time())), token(None)),
        sample(
            "NewAccessToken",
            NewAccessToken { name: text(), scope: Scope::Read, expires_in_days: Some(1) },
            NewAccessToken { name: text(), ..NewAccessToken::default() },
        ),
        fixed("MadeAccessToken", MadeAccessToken { token: text(), access_token: token(None) }),
    ]
}

/// Every event of a stream.
pub fn events() -> Vec<ChatEvent> {
    let ToolCall { id, name, arguments, result, is_error } = call();
    vec![
        ChatEvent::Started(Started { conversation_id: 1 }),
        ChatEvent::TextDelta(TextDelta { delta: text() }),
        ChatEvent::ToolStarted(ToolStarted { id: id.clone(), name: name.clone(), arguments }),
        ChatEvent::ToolFinished(ToolFinished { id, name, result, is_error }),
        ChatEvent::Confirm(Confirm { id: text(), message: text() }),
        ChatEvent::Done(Done { answer: answer(), stopped: false }),
        ChatEvent::Error(StreamError { code: text(), message: text(), retryable: true }),
    ]
}

/// Every enum with all it can be.
pub fn enums() -> Vec<(&'static str, Value)> {
    vec![
        ("Priority", json!([Priority::Low, Priority::Medium, Priority::High])),
        ("RepeatFrom", json!([RepeatFrom::Due, RepeatFrom::Completion])),
        ("StatusFilter", json!([StatusFilter::All, StatusFilter::Pending, StatusFilter::Completed])),
        ("Sort", json!([Sort::CreatedAt, Sort::UpdatedAt, Sort::DueAt, Sort::Priority, Sort::Title])),
        ("Order", json!([Order::Asc, Order::Desc])),
        ("ExportFormat", json!([ExportFormat::Json, ExportFormat::Csv])),
        (
            "ImportFormat",
            json!([ImportFormat::Json, ImportFormat::Csv, ImportFormat::Todoist, ImportFormat::ICalendar]),
        ),
        ("Door", json!([Door::Rest, Door::Chat, Door::Mcp])),
        ("Scope", json!([Scope::Read, Scope::Write])),
        ("Language", json!([Language::English, Language::Urdu, Language::RomanUrdu])),
        ("Intent", intents()),
        ("Role", json!([Role::User, Role::Assistant, Role::Tool])),
        (
            "ChangeKind",
            json!([
                ChangeKind::Created,
                ChangeKind::Updated,
                ChangeKind::Completed,
                ChangeKind::Reopened,
                ChangeKind::Deleted
            ]),
        ),
    ]
}

fn intents() -> Value {
    use Intent::*;
    json!([
        Add, List, Complete, Reopen, Delete, Update, Tag, Untag, Count, Clear, Undo, Redo, Skip, Yes, No,
        Help, Smalltalk, None
    ])
}
