//! The guard against real servers on this machine.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};
use std::time::{Duration, Instant};

use credentials::Coded;
use url::Url;

use super::*;

/// Answers each connection by itself, with the request's first line in hand, and counts them.
struct Server {
    address: SocketAddr,
    asked: Arc<AtomicUsize>,
}

impl Server {
    fn start(answer: impl Fn(&str, &mut TcpStream) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let asked = Arc::new(AtomicUsize::new(0));
        let counter = asked.clone();
        let answer = Arc::new(answer);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (answer, counter) = (answer.clone(), counter.clone());
                std::thread::spawn(move || {
                    let mut stream = stream.unwrap();
                    let mut head = Vec::new();
                    let mut byte = [0];
                    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap_or(0) == 1 {
                        head.push(byte[0]);
                    }
                    counter.fetch_add(1, Ordering::SeqCst);
                    answer(&String::from_utf8_lossy(&head), &mut stream);
                });
            }
        });
        Self { address, asked }
    }

    /// Always the same answer.
    fn saying(answer: impl Into<Vec<u8>>) -> Self {
        let answer = answer.into();
        Self::start(move |_, stream| {
            let _ = stream.write_all(&answer);
        })
    }

    fn url(&self, path: &str) -> Url {
        Url::parse(&format!("http://{}{path}", self.address)).unwrap()
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

fn local() -> Client {
    Client::new(Policy {
        loopback: true,
        ..Policy::default()
    })
}

fn hasty() -> Client {
    Client::new(Policy {
        loopback: true,
        timeout: Duration::from_millis(400),
        ..Policy::default()
    })
}

fn ok(body: &str) -> String {
    format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/did\r\nCache-Control: public, max-age=60\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}

fn moved(to: &str) -> String {
    format!(
        "HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    )
}

#[test]
fn an_answer_comes_with_its_type_its_address_and_its_age() {
    let server = Server::saying(ok("hello"));
    let fetched = local().get(&server.url("/a"), "*/*", 5).unwrap();
    assert_eq!(
        fetched,
        Fetched {
            status: 200,
            bytes: b"hello".to_vec(),
            content_type: Some("application/did".into()),
            final_url: server.url("/a"),
            max_age: Some(Duration::from_secs(60)),
        }
    );
}

#[test]
fn http_and_this_machine_are_refused_unless_allowed() {
    let server = Server::saying(ok("secret"));
    let strict = Client::new(Policy::default());
    let port = server.address.port();
    for (text, code) in [
        (format!("http://127.0.0.1:{port}/"), "fetch.not_https"),
        (format!("http://localhost:{port}/"), "fetch.not_https"),
        (
            format!("https://127.0.0.1:{port}/"),
            "fetch.refused_address",
        ),
        (format!("https://[::1]:{port}/"), "fetch.refused_address"),
        (
            format!("https://2130706433:{port}/"),
            "fetch.refused_address",
        ),
        (format!("https://0x7f.1:{port}/"), "fetch.refused_address"),
        (
            format!("https://[::ffff:127.0.0.1]:{port}/"),
            "fetch.refused_address",
        ),
        // A name that resolves to this machine.
        (
            format!("https://localhost:{port}/"),
            "fetch.refused_address",
        ),
        (
            "https://169.254.169.254/latest/meta-data/".into(),
            "fetch.refused_address",
        ),
        ("https://10.0.0.1/".into(), "fetch.refused_address"),
        ("https://[fd00:ec2::254]/".into(), "fetch.refused_address"),
        ("ftp://example.com/".into(), "fetch.not_https"),
        ("file:///etc/passwd".into(), "fetch.not_https"),
        ("https://user:password@example.com/".into(), "fetch.url"),
    ] {
        let error = strict
            .get(&Url::parse(&text).unwrap(), "*/*", 9)
            .unwrap_err();
        assert_eq!(error.code(), code, "{text}: {error}");
    }
    assert_eq!(server.asked(), 0);
}

#[test]
fn allowing_this_machine_allows_neither_http_elsewhere_nor_inner_networks() {
    for (text, code) in [
        ("http://example.com/", "fetch.not_https"),
        ("http://10.0.0.1/", "fetch.not_https"),
        ("https://10.0.0.1/", "fetch.refused_address"),
        ("https://169.254.169.254/", "fetch.refused_address"),
        ("https://0.0.0.0/", "fetch.refused_address"),
        ("http://notlocalhost/", "fetch.not_https"),
        ("http://localhost.example/", "fetch.not_https"),
    ] {
        let error = local()
            .get(&Url::parse(text).unwrap(), "*/*", 9)
            .unwrap_err();
        assert_eq!(error.code(), code, "{text}: {error}");
    }
}

#[test]
fn a_name_of_this_machine_is_followed_when_allowed() {
    let server = Server::saying(ok("hello"));
    let url = Url::parse(&format!("http://localhost:{}/", server.address.port())).unwrap();
    assert_eq!(local().get(&url, "*/*", 9).unwrap().bytes, b"hello");
}

#[test]
fn a_redirect_is_followed_on_its_host_and_nowhere_else() {
    let other = Server::saying(ok("from elsewhere"));
    let elsewhere = other.url("/").to_string();
    let server = Server::start(move |head, stream| {
        let answer = match head.split(' ').nth(1).unwrap() {
            "/here" => moved("/there"),
            "/there" => ok("hello"),
            "/away" => moved(&elsewhere),
            "/metadata" => moved("http://169.254.169.254/latest/meta-data/"),
            "/name" => moved("//example.com/"),
            "/file" => moved("file:///etc/passwd"),
            _ => moved("/again"),
        };
        let _ = stream.write_all(answer.as_bytes());
    });
    let get = |path: &str| local().get(&server.url(path), "*/*", 99);
    let fetched = get("/here").unwrap();
    assert_eq!(
        (fetched.bytes.as_slice(), &fetched.final_url),
        (&b"hello"[..], &server.url("/there"))
    );
    for path in ["/away", "/metadata", "/name", "/file"] {
        assert_eq!(get(path).unwrap_err().code(), "fetch.redirect", "{path}");
    }
    assert_eq!(other.asked(), 0);
    let before = server.asked();
    assert_eq!(
        get("/again").unwrap_err().code(),
        "fetch.too_many_redirects"
    );
    assert_eq!(server.asked() - before, MAX_REDIRECTS + 1);
}

#[test]
fn a_body_beyond_the_limit_is_refused_whatever_its_header_says() {
    let said = Server::saying("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
    let unsaid = Server::start(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
        // Endless, until the reader goes away.
        while stream.write_all(&[b'a'; 4096]).is_ok() {}
    });
    for server in [said, unsaid] {
        let error = local().get(&server.url("/"), "*/*", 64 * 1024).unwrap_err();
        assert_eq!(error.code(), "fetch.too_large");
    }
    let exact = Server::saying(ok("12345"));
    assert!(local().get(&exact.url("/"), "*/*", 5).is_ok());
    assert_eq!(
        local().get(&exact.url("/"), "*/*", 4).unwrap_err().code(),
        "fetch.too_large"
    );
}

#[test]
fn a_server_that_is_silent_or_drips_its_body_is_given_up() {
    let silent = Server::start(|_, _| std::thread::sleep(Duration::from_secs(20)));
    let dripping = Server::start(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
        // Each byte comes well within the time; all of them would take half a minute.
        while stream.write_all(b"a").and_then(|()| stream.flush()).is_ok() {
            std::thread::sleep(Duration::from_millis(30));
        }
    });
    for server in [silent, dripping] {
        let started = Instant::now();
        let error = hasty().get(&server.url("/"), "*/*", 9999).unwrap_err();
        assert_eq!(error.code(), "fetch.timeout", "{error}");
        assert!(
            started.elapsed() < Duration::from_secs(3),
            "{:?}",
            started.elapsed()
        );
    }
}

#[test]
fn redirects_share_one_time_limit() {
    let server = Server::start(|_, stream| {
        std::thread::sleep(Duration::from_millis(250));
        let _ = stream.write_all(moved("/again").as_bytes());
    });
    assert_eq!(
        hasty().get(&server.url("/"), "*/*", 9).unwrap_err().code(),
        "fetch.timeout"
    );
}

#[test]
fn a_status_a_closed_port_and_an_unknown_name_are_told_apart() {
    let server =
        Server::saying("HTTP/1.1 503 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    let error = local().get(&server.url("/"), "*/*", 9).unwrap_err();
    assert_eq!(error.code(), "fetch.status");
    let closed = {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}/", listener.local_addr().unwrap())
    };
    let error = local()
        .get(&Url::parse(&closed).unwrap(), "*/*", 9)
        .unwrap_err();
    assert_eq!(error.code(), "fetch.unreachable", "{error}");
    // RFC 6761 section 6.4: never in the DNS.
    let unknown = Url::parse("https://nobody.invalid/").unwrap();
    let error = local().get(&unknown, "*/*", 9).unwrap_err();
    assert_eq!(error.code(), "fetch.unknown_host", "{error}");
}

#[test]
fn offline_no_connection_is_made_and_no_client_set_up() {
    let server = Server::saying(ok("hello"));
    let client = Client::new(Policy {
        loopback: true,
        offline: true,
        ..Policy::default()
    });
    let error = client.get(&server.url("/"), "*/*", 9).unwrap_err();
    assert_eq!(error.code(), "fetch.offline");
    assert_eq!(server.asked(), 0);
    assert!(client.inner.get().is_none());
}

#[test]
fn a_post_carries_its_token_and_gives_the_answer_of_an_error_too() {
    let server = Server::start(|head, stream| {
        let head = head.to_ascii_lowercase();
        let sound = head.starts_with("post /token http/1.1")
            && head.contains("authorization: bearer secret")
            && head.contains("content-type: application/json")
            && head.contains("accept: application/json");
        let mut body = [0; 2];
        stream.read_exact(&mut body).unwrap();
        assert!(sound && &body == b"{}", "{head}");
        let answer = "HTTP/1.1 400 Bad\r\nContent-Length: 7\r\nConnection: close\r\n\r\nbecause";
        stream.write_all(answer.as_bytes()).unwrap();
    });
    let post = Post {
        body: b"{}",
        content_type: "application/json",
        bearer: Some("secret"),
        accept: "application/json",
    };
    let fetched = local().post(&server.url("/token"), &post, 99).unwrap();
    assert_eq!(
        (fetched.status, fetched.bytes.as_slice()),
        (400, &b"because"[..])
    );
    let forged = Post {
        bearer: Some("a\r\nHost: b"),
        ..post
    };
    let error = local()
        .post(&server.url("/token"), &forged, 99)
        .unwrap_err();
    assert_eq!(error.code(), "fetch.url");
}

#[test]
fn a_post_is_never_redirected() {
    let server = Server::saying(moved("/elsewhere"));
    let post = Post {
        body: b"",
        content_type: "text/plain",
        bearer: None,
        accept: "*/*",
    };
    assert_eq!(
        local().post(&server.url("/"), &post, 99).unwrap().status,
        302
    );
    assert_eq!(server.asked(), 1);
}

#[test]
fn one_client_serves_many_threads() {
    let server = Server::saying(ok("hello"));
    let client = local();
    let ready = Barrier::new(8);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                ready.wait();
                assert_eq!(
                    client.get(&server.url("/"), "*/*", 9).unwrap().bytes,
                    b"hello"
                );
            });
        }
    });
    assert_eq!(server.asked(), 8);
}
