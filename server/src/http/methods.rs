//! Which methods an address takes, for the `Allow` header that a 405 has to carry.

use super::{docs, mcp};
use poem::Response;
use poem::http::{HeaderValue, Method, header};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The paths of the API and their methods; every other address only takes GET.
static PATHS: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let mut paths = BTreeMap::<String, String>::new();
    for (path, method) in docs::methods().chain([(mcp::PATH.to_owned(), Method::POST)]) {
        let methods = paths.entry(path).or_default();
        if !methods.is_empty() {
            methods.push_str(", ");
        }
        methods.push_str(method.as_str());
    }
    paths
});

/// Names the methods that `path` takes, unless whoever answered did.
pub fn set_allow(response: &mut Response, path: &str) {
    let methods =
        PATHS.iter().find(|(pattern, _)| matches(pattern, path)).map(|(_, methods)| methods.as_str());
    if let Ok(methods) = HeaderValue::from_str(methods.unwrap_or("GET")) {
        response.headers_mut().entry(header::ALLOW).or_insert(methods);
    }
}

/// `/api/:user_id/tasks` matches `/api/me/tasks`.
fn matches(pattern: &str, path: &str) -> bool {
    pattern.split('/').count() == path.split('/').count()
        && pattern.split('/').zip(path.split('/')).all(|(wanted, part)| {
            let is_parameter = wanted.starts_with([':', '{']);
            wanted == part || is_parameter && !part.is_empty()
        })
}

#[cfg(test)]
mod tests {
    use super::{PATHS, matches};

    #[test]
    fn methods_are_found_by_the_shape_of_a_path() {
        let of = |path: &str| {
            PATHS.iter().find(|(pattern, _)| matches(pattern, path)).map(|(_, methods)| methods.as_str())
        };
        assert_eq!(of("/api/me/tasks"), Some("GET, POST"));
        assert_eq!(of("/api/me/tasks/1"), Some("GET, PUT, DELETE"));
        assert_eq!(of("/api/auth/sign-out"), Some("POST"));
        assert_eq!(of("/health"), None);
    }
}
