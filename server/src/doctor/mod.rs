//! `todo-app doctor`: looks at a todo-app from where its people are, from the name in the address to the database, and
//! says of everything that does not work what to do.

mod model;
mod network;
mod report;
mod services;
mod site;
mod trial;

use self::report::Report;
use self::site::{Answer, Site};
use crate::config::ModelConfig;
use clap::Args;
use url::Url;

/// What to look at.
#[derive(Debug, Args)]
pub struct Doctor {
    /// Address that people open
    #[arg(long, value_parser = crate::config::http_url, default_value = "http://todo.local")]
    url: Url,
    /// Also sign up a throwaway person, add a task, talk to the assistant, and delete the person again
    #[arg(long)]
    r#try: bool,
}

impl Doctor {
    /// Prints one line a check. The error says how many failed.
    pub async fn run(self, model: &ModelConfig) -> Result<(), String> {
        let (site, mut report) = (Site::new(self.url)?, Report::to_stdout());
        let page = way(&site, &mut report).await;
        let is_well = match &page {
            Some(page) => services(&site, page, &mut report).await,
            None => {
                report.skip(
                    &["frontend", "backend", "database", "migrations", "assistant", "clock"],
                    "no way leads there",
                );
                false
            }
        };
        report.line("model", model::endpoint(model).await?);
        match page {
            Some(page) if self.r#try && is_well => trial::run(&site, &page, &mut report).await?,
            _ if self.r#try => report.skip(&trial::STEPS, "something that it needs has failed"),
            _ => {}
        }
        report.result()
    }
}

/// From the name to something that speaks HTTP; its answer to who wants the page.
async fn way(site: &Site, report: &mut Report) -> Option<Answer> {
    let (finding, addresses) = network::resolve(site).await;
    report.line("name", finding);
    if addresses.is_empty() {
        report.skip(&["ingress"], "there is no address to connect to");
        return None;
    }
    let (finding, answer) = network::reach(site, &addresses).await;
    report.line("ingress", finding);
    answer
}

/// What is behind it. True when all of it works.
async fn services(site: &Site, page: &Answer, report: &mut Report) -> bool {
    let (finding, version) = services::frontend(site, page).await;
    report.line("frontend", finding);
    let (finding, answer) = services::backend(site, version.as_deref()).await;
    report.line("backend", finding);
    let Some(answer) = answer else {
        report.skip(&["database", "migrations", "assistant", "clock"], "the backend does not say");
        return false;
    };
    let health = answer.json();
    report.line("database", services::database(&health));
    report.line("migrations", services::migrations(&health));
    report.line("assistant", services::assistant(&health));
    report.line("clock", services::clock(&answer));
    health["status"] == "ok"
}
