//! The tables, limited to column types that PostgreSQL and SQLite share. The migrations explain the columns.

diesel::table! {
    users (id) {
        id -> Text,
        name -> Text,
        email -> Text,
        password_hash -> Text,
        image -> Nullable<Text>,
        time_zone -> Text,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    sessions (id) {
        id -> Text,
        user_id -> Text,
        token_hash -> Text,
        remember -> Bool,
        ip_address -> Nullable<Text>,
        user_agent -> Nullable<Text>,
        expires_at -> Timestamp,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    access_tokens (id) {
        id -> Text,
        user_id -> Text,
        name -> Text,
        token_hash -> Text,
        may_write -> Bool,
        expires_at -> Timestamp,
        created_at -> Timestamp,
        last_used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    calendar_feeds (user_id) {
        user_id -> Text,
        token_hash -> Text,
        created_at -> Timestamp,
        version -> Text,
        changed_at -> Timestamp,
    }
}

diesel::table! {
    counters (key) {
        key -> Text,
        count -> Integer,
        expires_at -> Timestamp,
    }
}

diesel::table! {
    tasks (id) {
        id -> BigInt,
        user_id -> Text,
        title -> Text,
        description -> Nullable<Text>,
        completed -> Bool,
        priority -> Integer,
        due_at -> Nullable<Timestamp>,
        tags -> Text,
        recurrence -> Nullable<Text>,
        title_key -> Text,
        search -> Text,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        completed_at -> Nullable<Timestamp>,
        created_change -> BigInt,
        created_by -> Nullable<Text>,
        created_tx -> BigInt,
        repeat_from -> Text,
        series_at -> Nullable<Timestamp>,
        next_id -> Nullable<BigInt>,
        reminders -> Nullable<Text>,
        remind_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    task_changes (id) {
        id -> BigInt,
        user_id -> Text,
        step -> Nullable<BigInt>,
        task_id -> BigInt,
        title -> Text,
        before -> Nullable<Text>,
        after -> Nullable<Text>,
        door -> Text,
        actor -> Nullable<Text>,
        made_at -> Timestamp,
        undone_at -> Nullable<Timestamp>,
        overtaken -> Bool,
        tx -> BigInt,
    }
}

diesel::table! {
    conversations (id) {
        id -> BigInt,
        user_id -> Text,
        title -> Text,
        context -> Text,
        busy_until -> Nullable<Timestamp>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    messages (id) {
        id -> BigInt,
        user_id -> Text,
        conversation_id -> BigInt,
        role -> Text,
        content -> Text,
        details -> Nullable<Text>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    idempotency_keys (user_id, key) {
        user_id -> Text,
        key -> Text,
        request_hash -> Text,
        answer -> Nullable<Text>,
        locked_until -> Timestamp,
        expires_at -> Timestamp,
    }
}

diesel::joinable!(sessions -> users (user_id));
diesel::allow_tables_to_appear_in_same_query!(sessions, task_changes, tasks, users);
