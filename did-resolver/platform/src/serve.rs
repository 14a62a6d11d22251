//! Starting a service: bind, say where, answer until told to stop, and give every error the shape of RFC 9457.
//!
//! Connections are counted and timed, so that slow or idle clients cannot use the process up. TLS is the business of
//! the proxy in front.

mod layers;
mod problem;

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::http::StatusCode;
use axum::routing::get;
use credentials::Problem;
use hyper::body::Incoming;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, oneshot};
use tower::ServiceExt;

pub use problem::ProblemResponse;

use crate::cli::{Exit, Failure};
use crate::ui::Ui;

/// A router with everything around it that a service needs.
pub struct Service {
    router: Router,
    body_limit: usize,
    timeout: Duration,
    ready: Ready,
}

type Ready = Arc<dyn Fn() -> Result<(), Problem> + Send + Sync>;

impl Service {
    /// A service with bodies of at most 2 MiB and 30 seconds for an answer.
    pub fn new(router: Router) -> Self {
        Self {
            router,
            body_limit: 2 << 20,
            timeout: Duration::from_secs(30),
            ready: Arc::new(|| Ok(())),
        }
    }

    /// Bytes a request body may have.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// Time a request may take.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// What `/readyz` asks, on a thread that may block.
    pub fn ready(
        mut self,
        ready: impl Fn() -> Result<(), Problem> + Send + Sync + 'static,
    ) -> Self {
        self.ready = Arc::new(ready);
        self
    }

    /// Serves until SIGINT or SIGTERM, then lets running requests end.
    pub fn run(self, listen: SocketAddr, ui: &Ui) -> Result<Exit, Failure> {
        let runtime = runtime()?;
        runtime.block_on(async {
            let (listener, address) = bind(listen).await?;
            ui.line(format!("listening on http://{address}  (Ctrl-C stops)"));
            ui.document(&json!({ "listening": format!("http://{address}") }));
            let stop = asked_to_stop()?;
            self.accept(listener, stop).await;
            Ok(Exit::Ok)
        })
    }

    /// Serves on a thread of its own until the returned value is dropped.
    pub fn start(self, listen: SocketAddr) -> Result<Running, Failure> {
        let runtime = runtime()?;
        let (listener, address) = runtime.block_on(bind(listen))?;
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::spawn(move || {
            runtime.block_on(self.accept(listener, async {
                // The sender going away means the same.
                let _ = stopped.await;
            }));
        });
        Ok(Running {
            address,
            stop: Some(stop),
            thread: Some(thread),
        })
    }

    /// The whole router: the service's own routes, health, and the layers around them.
    fn with_shutdown(self, stopping: Arc<AtomicBool>) -> Router {
        let ready = self.ready;
        let health = Router::new()
            .route("/healthz", get(|| async { "ok" }))
            .route(
                "/readyz",
                get(move || async move {
                    if stopping.load(Ordering::Relaxed) {
                        return Err(unavailable(Problem {
                            code: "service.stopping",
                            message: "the service is stopping".into(),
                            pointer: None,
                            hint: None,
                        }));
                    }
                    let checked = tokio::task::spawn_blocking(move || ready()).await;
                    checked
                        .map_err(ProblemResponse::lost_task)?
                        .map_err(unavailable)?;
                    Ok("ready")
                }),
            );
        layers::around(self.router.merge(health), self.body_limit, self.timeout)
    }

    async fn accept(self, listener: TcpListener, stop: impl Future<Output = ()>) {
        let stopping = Arc::new(AtomicBool::new(false));
        let router = self.with_shutdown(stopping.clone());
        let connections = GracefulShutdown::new();
        let places = Arc::new(Semaphore::new(MAX_CONNECTIONS));
        let mut stop = std::pin::pin!(stop);
        loop {
            let place = tokio::select! {
                place = places.clone().acquire_owned() => place,
                () = &mut stop => break,
            };
            let (stream, peer) = tokio::select! {
                accepted = listener.accept() => match accepted {
                    Ok(accepted) => accepted,
                    Err(error) => {
                        // Out of file descriptors, most likely: wait for connections to end.
                        tracing::warn!("cannot accept a connection: {error}");
                        tokio::time::sleep(Duration::from_millis(200)).await;
                        continue;
                    }
                },
                () = &mut stop => break,
            };
            let router = router.clone();
            let service =
                hyper::service::service_fn(move |mut request: hyper::Request<Incoming>| {
                    request.extensions_mut().insert(ConnectInfo(peer));
                    let request: Request = request.map(Body::new);
                    router.clone().oneshot(request)
                });
            let connection = hyper::server::conn::http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(HEADER_TIMEOUT)
                .serve_connection(TokioIo::new(stream), service);
            let connection = connections.watch(connection);
            tokio::spawn(async move {
                if let Err(error) = connection.await {
                    tracing::debug!("connection from {peer}: {error}");
                }
                drop(place);
            });
        }
        stopping.store(true, Ordering::Relaxed);
        drop(listener);
        if tokio::time::timeout(GRACE, connections.shutdown())
            .await
            .is_err()
        {
            tracing::warn!("stopped with requests still running");
        }
    }
}

/// A service in the background; dropping it stops it.
#[derive(Debug)]
pub struct Running {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Running {
    /// Where it listens; with the real port when port 0 was asked for.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            // It may have ended already.
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

async fn bind(listen: SocketAddr) -> Result<(TcpListener, SocketAddr), Failure> {
    let failed = |error: std::io::Error| {
        let hint = match error.kind() {
            std::io::ErrorKind::AddrInUse => {
                "another service has this port; choose one with --listen"
            }
            std::io::ErrorKind::PermissionDenied => {
                "ports below 1024 need a privilege; choose one with --listen"
            }
            _ => "choose an address of this machine with --listen",
        };
        Failure::environment(Problem {
            code: "service.bind",
            message: format!("cannot listen on {listen}: {error}"),
            pointer: None,
            hint: Some(hint.into()),
        })
    };
    let listener = TcpListener::bind(listen).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok((listener, address))
}

fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(cannot_start)
}

fn cannot_start(error: std::io::Error) -> Failure {
    Failure::environment(Problem {
        code: "service.start",
        message: format!("cannot start the service: {error}"),
        pointer: None,
        hint: None,
    })
}

/// Ends at the first SIGINT or SIGTERM. The handlers are in place when this returns.
#[cfg(unix)]
fn asked_to_stop() -> Result<impl Future<Output = ()>, Failure> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt()).map_err(cannot_start)?;
    let mut terminate = signal(SignalKind::terminate()).map_err(cannot_start)?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn asked_to_stop() -> Result<impl Future<Output = ()>, Failure> {
    Ok(async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}

fn unavailable(problem: Problem) -> ProblemResponse {
    ProblemResponse::new(StatusCode::SERVICE_UNAVAILABLE, problem)
}

const MAX_CONNECTIONS: usize = 1024;
const HEADER_TIMEOUT: Duration = Duration::from_secs(15);
const GRACE: Duration = Duration::from_secs(10);

#[cfg(test)]
mod tests;
