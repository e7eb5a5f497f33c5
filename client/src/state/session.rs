//! Who is signed in, and what they can do with their account.

use serde::de::DeserializeOwned;
use serde_json::json;
use shared::account::{
    ChangePassword, DeleteUser, RevokeSession, Session as Device, SessionAndUser, SignIn, SignUp, SignedIn,
    TokenAndUser, UpdateUser, User,
};
use sycamore::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::StorageEvent;

use crate::api::{Api, Call, Failure};
use crate::reactive::create_effect;
use crate::{background, dom, time};

/// Written at every change of the person, which the storage event tells to other tabs.
const CHANGED: &str = "session-changed";

/// How the person stands with the server.
#[derive(Clone, Debug, PartialEq)]
pub enum Phase {
    /// Asking.
    Loading,
    /// The first question got no answer.
    Unreachable(Failure),
    SignedOut,
    SignedIn,
}

/// The session and its user.
#[derive(Clone, Copy)]
pub struct Session {
    api: Api,
    pub phase: Signal<Phase>,
    pub user: Signal<Option<User>>,
    /// Where to go after signing in.
    pub return_to: Signal<Option<String>>,
}

impl Session {
    /// A session that nobody asked about yet.
    pub fn new(api: Api) -> Self {
        let session = Self {
            api,
            phase: create_signal(Phase::Loading),
            user: create_signal(None),
            return_to: create_signal(None),
        };
        create_effect(move || {
            if api.signed_out.get() {
                session.phase.set(Phase::SignedOut);
            }
        });
        dom::listen("storage", move |event| {
            if event.unchecked_ref::<StorageEvent>().key().as_deref() == Some(CHANGED) {
                session.follow();
            }
        });
        create_effect(on(api.recovered, move || {
            if session.phase.with_untracked(|phase| matches!(phase, Phase::Unreachable(_))) {
                session.ask();
            }
        }));
        session
    }

    /// Asks the server who this browser is.
    pub fn start(self) {
        self.phase.set(Phase::Loading);
        self.ask();
    }

    fn ask(self) {
        background::spawn(async move {
            match self.current().await {
                Ok(Some(user)) => self.enter(user),
                Ok(None) => self.phase.set(Phase::SignedOut),
                Err(failure) => self.phase.set(Phase::Unreachable(failure)),
            }
        });
    }

    /// Another tab signed in or out, and the cookie is shared: this one shows the same person.
    fn follow(self) {
        background::spawn(async move {
            match self.current().await {
                Ok(None) => self.leave(),
                Ok(Some(user)) => {
                    if self
                        .user
                        .with_untracked(|before| before.as_ref().map(|before| &before.id) != Some(&user.id))
                    {
                        self.phase.set(Phase::Loading);
                    }
                    // The token at hand is of the person before.
                    self.api.welcome();
                    self.enter(user);
                }
                Err(failure) => {
                    self.api.welcome();
                    self.phase.set(Phase::Unreachable(failure));
                }
            }
        });
    }

    async fn current(self) -> Result<Option<User>, Failure> {
        let reply = self.api.auth(Call::get("/api/auth/get-session")).await?;
        Ok(reply.json::<Option<SessionAndUser>>()?.map(|current| current.user))
    }

    fn enter(self, user: User) {
        self.keep(user);
        self.phase.set(Phase::SignedIn);
    }

    fn keep(self, user: User) {
        time::use_zone_of(&user);
        self.user.set(Some(user));
    }

    async fn post<T: DeserializeOwned>(self, path: &str, body: &impl serde::Serialize) -> Result<T, Failure> {
        self.api.auth(Call::post(format!("/api/auth/{path}"), body)).await?.json()
    }

    /// Opens an account and signs in.
    pub async fn sign_up(self, form: SignUp) -> Result<(), Failure> {
        self.api.welcome();
        let answer: TokenAndUser = self.post("sign-up/email", &form).await?;
        tell_tabs();
        self.enter(answer.user);
        Ok(())
    }

    /// Signs in.
    pub async fn sign_in(self, form: SignIn) -> Result<(), Failure> {
        self.api.welcome();
        let answer: SignedIn = self.post("sign-in/email", &form).await?;
        tell_tabs();
        self.enter(answer.user);
        Ok(())
    }

    /// Signs out here.
    pub async fn sign_out(self) -> Result<(), Failure> {
        self.post::<serde_json::Value>("sign-out", &json!({})).await?;
        tell_tabs();
        self.leave();
        Ok(())
    }

    fn leave(self) {
        // First: a page that is still there would fetch its things anew, for nobody.
        self.phase.set(Phase::Loading);
        self.user.set(None);
        self.api.forget();
        // Last: leaving a page notes it to come back to, but whoever signs in next begins afresh.
        self.return_to.set(None);
    }

    /// Changes name or time zone.
    pub async fn update(self, changes: UpdateUser) -> Result<(), Failure> {
        self.post::<serde_json::Value>("update-user", &changes).await?;
        if let Some(user) = self.current().await? {
            self.keep(user);
        }
        Ok(())
    }

    /// Changes the password.
    pub async fn change_password(self, form: ChangePassword) -> Result<(), Failure> {
        let answer: TokenAndUser = self.post("change-password", &form).await?;
        // A new session replaced the one that the token came from.
        if answer.token.is_some() {
            self.api.welcome();
        }
        self.keep(answer.user);
        Ok(())
    }

    /// Everywhere this account is signed in, and the id of the session here.
    pub async fn devices(self) -> Result<(Vec<Device>, Option<String>), Failure> {
        let list = self.api.auth(Call::get("/api/auth/list-sessions")).await?.json()?;
        let here = self.api.auth(Call::get("/api/auth/get-session")).await?;
        let here = here.json::<Option<SessionAndUser>>()?.map(|current| current.session.id);
        Ok((list, here))
    }

    /// Signs out one device.
    pub async fn revoke(self, token: String) -> Result<(), Failure> {
        self.post::<serde_json::Value>("revoke-session", &RevokeSession { token }).await.map(drop)
    }

    /// Signs out everywhere but here.
    pub async fn revoke_others(self) -> Result<(), Failure> {
        self.post::<serde_json::Value>("revoke-other-sessions", &json!({})).await.map(drop)
    }

    /// Deletes the account and everything in it.
    pub async fn delete(self, password: String) -> Result<(), Failure> {
        let form = DeleteUser { password: Some(password) };
        self.post::<serde_json::Value>("delete-user", &form).await?;
        tell_tabs();
        self.leave();
        Ok(())
    }
}

fn tell_tabs() {
    // Only a value that is new makes an event.
    dom::store(CHANGED, &js_sys::Date::now().to_string());
}
