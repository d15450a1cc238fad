//! What a page stores besides cookies. Any of it may be denied; then it is as if nothing were there.

use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::RefCell;

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use js_sys::{Array, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CacheStorage, IdbFactory, IdbOpenDbRequest, Storage};

use super::web::{CookieStore, Databases, Global};
use crate::vendors::Store;

/// How long a deletion may take before it is said to wait for another, in milliseconds.
const PATIENCE: u32 = 1000;

/// `localStorage`, where there is any.
pub(super) fn local() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

fn session() -> Option<Storage> {
    web_sys::window()?.session_storage().ok().flatten()
}

fn databases() -> Option<IdbFactory> {
    web_sys::window()?.indexed_db().ok().flatten()
}

fn caches() -> Option<CacheStorage> {
    web_sys::window()?.caches().ok()
}

fn cookies() -> Option<CookieStore> {
    web_sys::window()?.unchecked_into::<Global>().cookie_store()
}

/// What localStorage holds under that name.
pub(super) fn kept(name: &str) -> Option<String> {
    local()?.get_item(name).ok().flatten()
}

/// Keeps a text in localStorage; whether there was room for it.
pub(super) fn keep(name: &str, text: &str) -> bool {
    local().is_some_and(|storage| storage.set_item(name, text).is_ok())
}

/// Removes a name from localStorage.
pub(super) fn drop_kept(name: &str) {
    if let Some(storage) = local() {
        let _ = storage.remove_item(name);
    }
}

/// The names in localStorage.
pub(super) fn kept_names() -> Vec<String> {
    names_in(local())
}

fn names_in(storage: Option<Storage>) -> Vec<String> {
    let Some(storage) = storage else {
        return Vec::new();
    };
    let count = storage.length().unwrap_or_default();
    (0..count).filter_map(|at| storage.key(at).ok().flatten()).collect()
}

/// The names that the stores hold. What can only be asked with a wait is as of the last look.
#[derive(Clone, Debug, Default)]
pub(super) struct Stores(Rc<RefCell<Seen>>);

#[derive(Debug, Default)]
struct Seen {
    databases: Vec<String>,
    caches: Vec<String>,
    /// The cookies whose path the browser says.
    paths: Vec<(String, String)>,
    /// The databases whose deletion waits for whoever has them open.
    blocked: Vec<String>,
    /// Deletions that are on their way.
    going: Vec<Promise>,
}

impl Stores {
    /// Looks up what cannot be asked at once.
    pub(super) async fn look(&self) {
        let mut databases = names(listed(databases().map(|all| all.unchecked_into::<Databases>().databases())).await);
        let caches = texts(listed(caches().map(|all| Ok(all.keys()))).await);
        // Chromium says where a cookie lies. Its `delete` is of no use: it adds a slash to every path.
        let cookies = listed(cookies().map(|all| all.get_all())).await;
        let mut seen = self.0.borrow_mut();
        for name in &seen.blocked {
            if !databases.contains(name) {
                databases.push(name.clone());
            }
        }
        seen.databases = databases;
        seen.caches = caches;
        seen.paths = cookies.iter().filter_map(path_of).collect();
    }

    /// The names that a store holds; of cookies none, which are in the jar.
    pub(super) fn names(&self, store: Store) -> Vec<String> {
        match store {
            Store::Cookie => Vec::new(),
            Store::Local => kept_names(),
            Store::Session => names_in(session()),
            Store::Database => self.0.borrow().databases.clone(),
            Store::Cache => self.0.borrow().caches.clone(),
        }
    }

    /// The paths that the browser says of a cookie.
    pub(super) fn paths_of(&self, cookie: &str) -> Vec<String> {
        let seen = self.0.borrow();
        seen.paths.iter().filter(|(name, _)| name == cookie).map(|(_, path)| path.clone()).collect()
    }

    /// Deletes a name; of cookies none. What takes a while is waited for by [`Stores::gone`].
    pub(super) fn delete(&self, store: Store, name: &str) {
        match store {
            Store::Cookie => {}
            Store::Local => drop_kept(name),
            Store::Session => {
                if let Some(storage) = session() {
                    let _ = storage.remove_item(name);
                }
            }
            Store::Database => self.delete_database(name),
            Store::Cache => {
                if let Some(caches) = caches() {
                    self.0.borrow_mut().going.push(caches.delete(name));
                }
            }
        }
    }

    /// Resolves when what was deleted is gone, or waits for another.
    pub(super) async fn gone(&self) {
        let going = core::mem::take(&mut self.0.borrow_mut().going);
        for deletion in going {
            let _ = JsFuture::from(deletion).await;
        }
    }

    /// Whether the deletion of a database waits for whoever has it open.
    pub(super) fn is_blocked(&self, database: &str) -> bool {
        self.0.borrow().blocked.iter().any(|name| name == database)
    }

    fn delete_database(&self, name: &str) {
        let Some(request) = databases().and_then(|all| all.delete_database(name).ok()) else {
            return;
        };
        let seen = Rc::clone(&self.0);
        if !self.is_blocked(name) {
            seen.borrow_mut().blocked.push(name.into());
        }
        let name = String::from(name);
        let deletion = Promise::new(&mut |done, _| {
            let (seen, name, done_at_last) = (Rc::clone(&seen), name.clone(), done.clone());
            on(&request, "success", move || {
                seen.borrow_mut().blocked.retain(|other| *other != name);
                let _ = done_at_last.call0(&JsValue::NULL);
            });
            let waits = done.clone();
            on(&request, "blocked", move || drop(waits.call0(&JsValue::NULL)));
            // Behind another deletion that waits, no event comes.
            Timeout::new(PATIENCE, move || drop(done.call0(&JsValue::NULL))).forget();
        });
        self.0.borrow_mut().going.push(deletion);
    }
}

/// Hears of one event of a request, whenever that comes.
fn on(request: &IdbOpenDbRequest, event: &'static str, then: impl FnOnce() + 'static) {
    EventListener::once(request, event, move |_| then()).forget();
}

/// What a list resolves with; nothing where there is no such store, or none for this page.
async fn listed(asked: Option<Result<Promise, JsValue>>) -> Array {
    let Some(Ok(promise)) = asked else {
        return Array::new();
    };
    let list = JsFuture::from(promise).await.ok();
    list.and_then(|list| list.dyn_into().ok()).unwrap_or_else(Array::new)
}

fn texts(list: Array) -> Vec<String> {
    list.iter().filter_map(|text| text.as_string()).collect()
}

fn text_of(object: &JsValue, name: &str) -> Option<String> {
    Reflect::get(object, &JsValue::from_str(name)).ok()?.as_string()
}

fn names(list: Array) -> Vec<String> {
    list.iter().filter_map(|one| text_of(&one, "name")).collect()
}

fn path_of(cookie: JsValue) -> Option<(String, String)> {
    Some((text_of(&cookie, "name")?, text_of(&cookie, "path").unwrap_or_else(|| "/".into())))
}
