use std::io::{Read, Write};
use std::net::TcpStream;

use axum::Json;
use axum::routing::post;
use serde_json::Value;

use super::*;

fn demo() -> Service {
    let router = Router::new()
        .route("/echo", post(|body: String| async move { body }))
        .route(
            "/json",
            post(|Json(value): Json<Value>| async move { Json(value) }),
        )
        .route(
            "/slow",
            get(|| async { tokio::time::sleep(Duration::from_secs(60)).await }),
        )
        .route("/panic", get(|| async { panic!("on purpose") as () }))
        .route(
            "/own",
            get(|| async {
                (
                    StatusCode::BAD_REQUEST,
                    Json(json!({"error": "invalid_grant"})),
                )
            }),
        );
    Service::new(router)
        .body_limit(100)
        .timeout(Duration::from_millis(300))
}

fn ask(running: &Running, request: &str) -> (u16, String, Value) {
    let mut stream = TcpStream::connect(running.address()).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(10)))
        .unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (
        status,
        head.to_lowercase(),
        serde_json::from_str(body).unwrap_or(Value::Null),
    )
}

fn get_of(path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
}

fn post_of(path: &str, body: &str) -> String {
    format!(
        "POST {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

fn start(service: Service) -> Running {
    service.start("127.0.0.1:0".parse().unwrap()).unwrap()
}

#[test]
fn every_bare_error_becomes_problem_details() {
    let running = start(demo());
    for (name, request, status, code) in [
        ("no route", get_of("/nowhere"), 404, "http.not_found"),
        (
            "wrong method",
            get_of("/echo"),
            405,
            "http.method_not_allowed",
        ),
        (
            "too large",
            post_of("/echo", &"x".repeat(101)),
            413,
            "http.too_large",
        ),
        ("too slow", get_of("/slow"), 504, "http.timeout"),
        ("panic", get_of("/panic"), 500, "service.internal"),
        (
            "wrong media type",
            post_of("/json", "{}"),
            415,
            "http.media_type",
        ),
    ] {
        let (found, head, body) = ask(&running, &request);
        assert_eq!(
            (found, body["code"].as_str()),
            (status, Some(code)),
            "{name}: {body}"
        );
        assert_eq!(body["status"], status, "{name}");
        assert!(
            head.contains("content-type: application/problem+json"),
            "{name}: {head}"
        );
    }
}

#[test]
fn an_error_with_a_form_of_its_own_is_left_alone() {
    let (status, _, body) = ask(&start(demo()), &get_of("/own"));
    assert_eq!((status, body), (400, json!({"error": "invalid_grant"})));
}

#[test]
fn every_answer_has_an_id_and_the_security_headers() {
    let running = start(demo());
    let (_, head, _) = ask(&running, &get_of("/healthz"));
    for header in [
        "x-request-id: ",
        "x-content-type-options: nosniff",
        "content-security-policy: default-src 'none'",
    ] {
        assert!(head.contains(header), "{header} in {head}");
    }
    let named = get_of("/healthz").replace("Host", "X-Request-Id: caller-0001\r\nHost");
    assert!(
        ask(&running, &named)
            .1
            .contains("x-request-id: caller-0001")
    );
}

#[test]
fn ready_says_why_not() {
    let broken = || {
        Err(Problem {
            code: "database.locked",
            message: "locked".into(),
            pointer: None,
            hint: None,
        })
    };
    let (status, _, body) = ask(&start(demo().ready(broken)), &get_of("/readyz"));
    assert_eq!(
        (status, body["code"].as_str()),
        (503, Some("database.locked"))
    );
    assert_eq!(ask(&start(demo()), &get_of("/readyz")).0, 200);
}

#[test]
fn a_taken_port_is_an_environment_failure_that_names_it() {
    let running = start(demo());
    let failure = demo().start(running.address()).unwrap_err();
    assert_eq!(
        (failure.exit, failure.problem.code),
        (Exit::Environment, "service.bind")
    );
    assert!(
        failure
            .problem
            .message
            .contains(&running.address().to_string())
    );
}

#[test]
fn a_request_that_runs_is_answered_before_the_service_stops() {
    let router = Router::new().route(
        "/work",
        get(|| async {
            tokio::time::sleep(Duration::from_millis(300)).await;
            Json(json!("done"))
        }),
    );
    let running = start(Service::new(router));
    let address = running.address();
    std::thread::scope(|scope| {
        let asked = scope.spawn(|| ask(&running_at(address), &get_of("/work")));
        std::thread::sleep(Duration::from_millis(100));
        drop(running);
        assert_eq!(asked.join().unwrap().2, json!("done"));
    });
    assert!(TcpStream::connect(address).is_err());
}

fn running_at(address: SocketAddr) -> Running {
    Running {
        address,
        stop: None,
        thread: None,
    }
}
