//! The one client that goes out to the network: for DID documents, status lists, trust lists, credential offers.
//!
//! Where it goes is often chosen by whoever wrote a credential, so it must not become a way into the network it runs
//! in: https only, addresses judged after name resolution and again the very ones that are connected to, redirects to
//! the same host only, answers bounded in bytes and in time. No proxy is used, since a proxy would resolve the names
//! again.

mod address;
mod error;
#[cfg(test)]
mod tests;

use std::io::Read;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use reqwest::blocking::{Request, Response};
use reqwest::header::{self, HeaderMap, HeaderValue};
use reqwest::{Method, StatusCode, dns};
use url::{Host, Url};

pub use error::FetchError;

/// What the client may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// Also http and addresses of this machine, to try things out.
    pub loopback: bool,
    /// Nothing at all.
    pub offline: bool,
    /// For one answer with its redirects, from name resolution to the last byte.
    pub timeout: Duration,
    /// No answer may be longer, whatever the caller allows.
    pub max_bytes: usize,
}

impl Default for Policy {
    /// Online, strict, 5 seconds, 8 MiB.
    fn default() -> Self {
        Self {
            loopback: false,
            offline: false,
            timeout: Duration::from_secs(5),
            max_bytes: 8 << 20,
        }
    }
}

/// The guarded client. It blocks; inside a service, call it where blocking is allowed.
#[derive(Debug)]
pub struct Client {
    policy: Policy,
    /// Made before the first request only: reading the machine's certificates takes longer than verifying offline.
    inner: OnceLock<Result<reqwest::blocking::Client, FetchError>>,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// The HTTP status.
    pub status: u16,
    /// The body.
    pub bytes: Vec<u8>,
    /// Its `Content-Type`.
    pub content_type: Option<String>,
    /// Where it came from in the end.
    pub final_url: Url,
    /// How long its host says that it stays good.
    pub max_age: Option<Duration>,
}

/// What is sent with [`Client::post`].
#[derive(Debug, Clone, Copy)]
pub struct Post<'a> {
    /// The body.
    pub body: &'a [u8],
    /// Its media type.
    pub content_type: &'a str,
    /// An access token.
    pub bearer: Option<&'a str>,
    /// The media types wanted back.
    pub accept: &'a str,
}

impl Client {
    /// A client that keeps to this policy. Nothing is set up yet.
    pub fn new(policy: Policy) -> Self {
        Self {
            policy,
            inner: OnceLock::new(),
        }
    }

    /// The policy it keeps to.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Fetches what is at an address, of at most `max_bytes`. Any status but 2xx is an error.
    pub fn get(&self, url: &Url, accept: &str, max_bytes: usize) -> Result<Fetched, FetchError> {
        let deadline = Instant::now() + self.policy.timeout;
        let mut url = url.clone();
        for _ in 0..=MAX_REDIRECTS {
            let mut request = self.request(Method::GET, &url, accept, deadline)?;
            // A cached copy on the way would hide a revocation.
            let fresh = HeaderValue::from_static("no-cache");
            request.headers_mut().insert(header::CACHE_CONTROL, fresh);
            let response = self.send(request)?;
            if let Some(target) = redirect(&url, &response)? {
                url = target;
                continue;
            }
            if !response.status().is_success() {
                return Err(FetchError::Status {
                    status: response.status().as_u16(),
                    url,
                });
            }
            return self.read(response, url, max_bytes);
        }
        Err(FetchError::TooManyRedirects { url })
    }

    /// Sends a body and gives the answer, whatever its status: protocols say in it what is wrong. Redirects are not
    /// followed.
    pub fn post(
        &self,
        url: &Url,
        post: &Post<'_>,
        max_bytes: usize,
    ) -> Result<Fetched, FetchError> {
        let deadline = Instant::now() + self.policy.timeout;
        let mut request = self.request(Method::POST, url, post.accept, deadline)?;
        let headers = request.headers_mut();
        headers.insert(header::CONTENT_TYPE, text_header(url, post.content_type)?);
        if let Some(token) = post.bearer {
            let mut value = text_header(url, &format!("Bearer {token}"))?;
            value.set_sensitive(true);
            headers.insert(header::AUTHORIZATION, value);
        }
        *request.body_mut() = Some(post.body.to_vec().into());
        let response = self.send(request)?;
        self.read(response, url.clone(), max_bytes)
    }

    fn request(
        &self,
        method: Method,
        url: &Url,
        accept: &str,
        deadline: Instant,
    ) -> Result<Request, FetchError> {
        if self.policy.offline {
            return Err(FetchError::Offline { url: url.clone() });
        }
        self.check(url)?;
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(self.timed_out(url));
        }
        let mut request = Request::new(method, url.clone());
        // Given to the request and not to the client, the time also covers the body.
        *request.timeout_mut() = Some(left);
        let headers = request.headers_mut();
        headers.insert(header::ACCEPT, text_header(url, accept)?);
        headers.insert(header::USER_AGENT, HeaderValue::from_static(USER_AGENT));
        Ok(request)
    }

    /// Scheme and literal address; names are judged when they are resolved.
    fn check(&self, url: &Url) -> Result<(), FetchError> {
        let host = url.host();
        let local = match &host {
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            Some(Host::Domain(name)) => is_localhost(name),
            None => false,
        };
        match url.scheme() {
            "https" => {}
            "http" if local && self.policy.loopback => {}
            _ => return Err(FetchError::NotHttps { url: url.clone() }),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(FetchError::Url {
                url: url.to_string(),
                expected: "an address without user name and password",
            });
        }
        let literal = match host {
            Some(Host::Ipv4(address)) => IpAddr::V4(address),
            Some(Host::Ipv6(address)) => IpAddr::V6(address),
            _ => return Ok(()),
        };
        match address::refusal(literal, self.policy.loopback) {
            Some(kind) => Err(FetchError::Refused {
                host: literal.to_string(),
                address: literal,
                kind,
            }),
            None => Ok(()),
        }
    }

    fn send(&self, request: Request) -> Result<Response, FetchError> {
        let url = request.url().clone();
        let client = self.inner.get_or_init(|| set_up(self.policy.loopback));
        let client = client.as_ref().map_err(Clone::clone)?;
        tracing::debug!("{} {url}", request.method());
        client
            .execute(request)
            .map_err(|error| self.failed(&url, &error))
    }

    fn read(&self, response: Response, url: Url, max_bytes: usize) -> Result<Fetched, FetchError> {
        let limit = max_bytes.min(self.policy.max_bytes);
        let bound = u64::try_from(limit).unwrap_or(u64::MAX);
        let too_large = || FetchError::TooLarge {
            limit,
            url: url.clone(),
        };
        if response
            .content_length()
            .is_some_and(|length| length > bound)
        {
            return Err(too_large());
        }
        let status = response.status().as_u16();
        let headers = response.headers();
        let content_type = headers
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned);
        let max_age = max_age(headers);
        let mut bytes = Vec::new();
        // What the header said is not to be trusted: count while reading.
        response
            .take(bound.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(|error| self.broken(&url, &error))?;
        if bytes.len() > limit {
            return Err(too_large());
        }
        Ok(Fetched {
            status,
            bytes,
            content_type,
            final_url: url,
            max_age,
        })
    }

    fn failed(&self, url: &Url, error: &reqwest::Error) -> FetchError {
        if error.is_timeout() {
            return self.timed_out(url);
        }
        self.broken(url, error)
    }

    /// The refusal, the time-out or the last reason inside an error.
    fn broken(&self, url: &Url, error: &(dyn std::error::Error + 'static)) -> FetchError {
        let mut reason = error;
        loop {
            if let Some(ours) = reason.downcast_ref::<FetchError>() {
                return ours.clone();
            }
            let timeout = reason
                .downcast_ref::<reqwest::Error>()
                .is_some_and(reqwest::Error::is_timeout);
            if timeout {
                return self.timed_out(url);
            }
            // An io::Error shows what it holds as its own source's source.
            let inner = reason
                .downcast_ref::<std::io::Error>()
                .and_then(std::io::Error::get_ref)
                .map(|inner| inner as &(dyn std::error::Error + 'static));
            match inner.or_else(|| reason.source()) {
                Some(next) => reason = next,
                None => break,
            }
        }
        FetchError::Unreachable {
            url: url.clone(),
            reason: reason.to_string(),
        }
    }

    fn timed_out(&self, url: &Url) -> FetchError {
        FetchError::Timeout {
            timeout: self.policy.timeout,
            url: url.clone(),
        }
    }
}

/// Whether a name can only mean this machine (RFC 6761 section 6.3).
pub fn is_localhost(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    let last = name.rsplit('.').next().unwrap_or_default();
    last.eq_ignore_ascii_case("localhost")
}

fn set_up(loopback: bool) -> Result<reqwest::blocking::Client, FetchError> {
    reqwest::blocking::Client::builder()
        .dns_resolver(Arc::new(GuardedNames { loopback }))
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .referer(false)
        .build()
        .map_err(|error| FetchError::NoClient {
            reason: innermost(&error),
        })
}

/// Resolves names with the machine's resolver and refuses those that lead where nobody may go. The connection is made
/// to the addresses judged here, so that a name cannot mean another address a moment later.
struct GuardedNames {
    loopback: bool,
}

impl dns::Resolve for GuardedNames {
    fn resolve(&self, name: dns::Name) -> dns::Resolving {
        let loopback = self.loopback;
        Box::pin(async move {
            let host = name.as_str();
            let unknown = |reason: String| FetchError::UnknownHost {
                host: host.to_owned(),
                reason,
            };
            let found = tokio::net::lookup_host((host, 0)).await;
            let found: Vec<SocketAddr> = found.map_err(|e| unknown(e.to_string()))?.collect();
            if found.is_empty() {
                return Err(unknown("it has no address".into()).into());
            }
            for address in &found {
                // One bad address is enough: an honest host has none.
                if let Some(kind) = address::refusal(address.ip(), loopback) {
                    return Err(FetchError::Refused {
                        host: host.to_owned(),
                        address: address.ip(),
                        kind,
                    }
                    .into());
                }
            }
            let addresses: dns::Addrs = Box::new(found.into_iter());
            Ok(addresses)
        })
    }
}

/// Where a redirect leads, if it stays on its host; none when the answer is no redirect.
fn redirect(from: &Url, response: &Response) -> Result<Option<Url>, FetchError> {
    let followed = matches!(
        response.status(),
        StatusCode::MOVED_PERMANENTLY
            | StatusCode::FOUND
            | StatusCode::SEE_OTHER
            | StatusCode::TEMPORARY_REDIRECT
            | StatusCode::PERMANENT_REDIRECT
    );
    let location = response.headers().get(header::LOCATION);
    let Some(location) = location.filter(|_| followed) else {
        return Ok(None);
    };
    let text = String::from_utf8_lossy(location.as_bytes()).into_owned();
    match from.join(&text) {
        Ok(target) if target.origin() == from.origin() => Ok(Some(target)),
        _ => Err(FetchError::Redirect {
            from: from.clone(),
            to: text,
        }),
    }
}

/// RFC 9111 section 5.2.2: `max-age`, or nothing at all with `no-store` or `no-cache`.
fn max_age(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(header::CACHE_CONTROL)?.to_str().ok()?;
    let mut age = None;
    for directive in text.split(',') {
        let directive = directive.trim().to_ascii_lowercase();
        if directive == "no-store" || directive == "no-cache" {
            return Some(Duration::ZERO);
        }
        let seconds = directive.strip_prefix("max-age=");
        let seconds = seconds.and_then(|seconds| seconds.trim_matches('"').parse().ok());
        age = age.or(seconds.map(Duration::from_secs));
    }
    age
}

fn text_header(url: &Url, text: &str) -> Result<HeaderValue, FetchError> {
    HeaderValue::from_str(text).map_err(|_| FetchError::Url {
        url: url.to_string(),
        expected: "headers of printable text",
    })
}

fn innermost(error: &dyn std::error::Error) -> String {
    match error.source() {
        Some(source) => innermost(source),
        None => error.to_string(),
    }
}

const MAX_REDIRECTS: usize = 3;

const USER_AGENT: &str = concat!("voltproof/", env!("CARGO_PKG_VERSION"));
