//! Which tasks the list shows, and in which order.

use std::str::FromStr;

use shared::task::{Order, Priority, Sort, StatusFilter};
use web_sys::UrlSearchParams;

use crate::api::encode;
use crate::components::task_parts::{parse_priority, priority_key};
use crate::{routes, time};

/// The first choice a person makes about a list: by state and due date at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lens {
    #[default]
    Open,
    Today,
    Upcoming,
    Overdue,
    Done,
    All,
}

impl Lens {
    pub const ALL: [Self; 6] =
        [Self::Open, Self::Today, Self::Upcoming, Self::Overdue, Self::Done, Self::All];

    /// As shown.
    pub fn label(self) -> &'static str {
        match self {
            Self::Open => "Open",
            Self::Today => "Today",
            Self::Upcoming => "Upcoming",
            Self::Overdue => "Overdue",
            Self::Done => "Done",
            Self::All => "All",
        }
    }

    /// As addresses write it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Today => "today",
            Self::Upcoming => "upcoming",
            Self::Overdue => "overdue",
            Self::Done => "done",
            Self::All => "all",
        }
    }

    /// The order that it has unless another is chosen: what has a time goes by it.
    fn arrangement(self) -> Arrangement {
        match self {
            Self::Today | Self::Upcoming | Self::Overdue => Arrangement::Due,
            Self::Done => Arrangement::Changed,
            Self::Open | Self::All => Arrangement::Newest,
        }
    }
}

impl FromStr for Lens {
    type Err = ();

    fn from_str(key: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|lens| lens.key() == key).ok_or(())
    }
}

/// The orders on offer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Arrangement {
    #[default]
    Newest,
    Due,
    Priority,
    Title,
    Changed,
}

impl Arrangement {
    pub const ALL: [Self; 5] = [Self::Newest, Self::Due, Self::Priority, Self::Title, Self::Changed];

    /// As shown.
    pub fn label(self) -> &'static str {
        match self {
            Self::Newest => "Newest",
            Self::Due => "Due date",
            Self::Priority => "Priority",
            Self::Title => "Title",
            Self::Changed => "Last changed",
        }
    }

    /// The order of this label.
    pub fn of(label: &str) -> Self {
        Self::ALL.into_iter().find(|known| known.label() == label).unwrap_or_default()
    }

    fn sort(self) -> (Sort, Order) {
        match self {
            Self::Newest => (Sort::CreatedAt, Order::Desc),
            Self::Due => (Sort::DueAt, Order::Asc),
            Self::Priority => (Sort::Priority, Order::Desc),
            Self::Title => (Sort::Title, Order::Asc),
            Self::Changed => (Sort::UpdatedAt, Order::Desc),
        }
    }
}

/// Everything that narrows or orders a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    pub lens: Lens,
    pub search: String,
    pub priority: Option<Priority>,
    pub tag: Option<String>,
    /// The lens's own unless one was chosen.
    pub arrangement: Option<Arrangement>,
}

impl Filter {
    /// Whether anything beyond the lens narrows the list.
    pub fn is_narrowed(&self) -> bool {
        !self.search.trim().is_empty() || self.priority.is_some() || self.tag.is_some()
    }

    /// The order of the list.
    pub fn arrangement(&self) -> Arrangement {
        self.arrangement.unwrap_or(self.lens.arrangement())
    }

    /// Chooses an order.
    pub fn arrange(&mut self, arrangement: Arrangement) {
        self.arrangement = Some(arrangement).filter(|chosen| *chosen != self.lens.arrangement());
    }

    /// The address of the tasks page, which keeps everything that is not as at first for a reload.
    pub fn address(&self) -> String {
        let mut query = Vec::new();
        let mut text = |name: &str, value: &str| query.push(format!("{name}={}", encode(value)));
        if let Some(arrangement) = self.arrangement {
            text("sort", arrangement.label());
        }
        for (name, value) in [("q", Some(&self.search)), ("tag", self.tag.as_ref())] {
            if let Some(value) = value.filter(|value| !value.is_empty()) {
                text(name, value);
            }
        }
        if let Some(priority) = self.priority {
            text("priority", priority_key(priority));
        }
        let path = routes::tasks(self.lens);
        if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) }
    }

    /// The filter that the `query` of a list's address kept.
    pub fn of_query(lens: Lens, query: &str) -> Self {
        let Ok(kept) = UrlSearchParams::new_with_str(query) else {
            return Self { lens, ..Self::default() };
        };
        let label = |name: &str| kept.get(name).unwrap_or_default();
        Self {
            lens,
            search: label("q"),
            priority: parse_priority(&label("priority")),
            tag: kept.get("tag").filter(|tag| !tag.is_empty()),
            arrangement: kept.get("sort").map(|label| Arrangement::of(&label)),
        }
    }

    /// Address of the first page.
    pub fn path(&self, limit: usize) -> String {
        let mut query = vec![format!("limit={limit}")];
        let status = match self.lens {
            Lens::Open | Lens::Today | Lens::Upcoming | Lens::Overdue => StatusFilter::Pending,
            Lens::Done => StatusFilter::Completed,
            Lens::All => StatusFilter::All,
        };
        add(&mut query, "status", &status);
        let (sort, order) = self.arrangement().sort();
        add(&mut query, "sort", &sort);
        add(&mut query, "order", &order);
        let mut text = |name: &str, value: &str| query.push(format!("{name}={}", encode(value)));
        match self.lens {
            Lens::Today => {
                text("due_after", &time::start_of_day(0).to_rfc3339());
                text("due_before", &time::start_of_day(1).to_rfc3339());
            }
            Lens::Upcoming => text("due_after", &time::start_of_day(1).to_rfc3339()),
            Lens::Overdue => text("due_before", &time::now().to_rfc3339()),
            _ => {}
        }
        let search = self.search.trim();
        if !search.is_empty() {
            text("q", &search.chars().take(shared::limits::SEARCH_MAX).collect::<String>());
        }
        if let Some(tag) = &self.tag {
            text("tag", tag);
        }
        if let Some(priority) = self.priority {
            add(&mut query, "priority", &priority);
        }
        format!("/api/me/tasks?{}", query.join("&"))
    }
}

/// Address of what is due by the end of today.
pub fn due_path() -> String {
    let end = encode(&time::start_of_day(1).to_rfc3339());
    format!(
        "/api/me/tasks?status=pending&limit={}&sort=due_at&order=asc&due_before={end}",
        shared::limits::PAGE_MAX
    )
}

/// Adds a value under the name that the server reads it by.
fn add(query: &mut Vec<String>, name: &str, value: &impl serde::Serialize) {
    if let Ok(serde_json::Value::String(value)) = serde_json::to_value(value) {
        query.push(format!("{name}={value}"));
    }
}
