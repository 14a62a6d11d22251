//! `GET /status/{number}`: a status list credential; `GET /status/tokens/{group}`: a Status List Token.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use credentials::Problem;
use credentials::status::LIST_TOKEN_TYPE;
use platform::serve::ProblemResponse;

use super::{Desk, blocking, public};
use crate::clock::now;
use crate::publish::LIST_TTL;

pub(super) async fn get(
    State(desk): State<Arc<Desk>>,
    Path(number): Path<u32>,
) -> Result<Response, ProblemResponse> {
    let list = blocking(move || desk.lists.get(&desk.issuer, number, now())).await?;
    let text = list.ok_or_else(|| {
        ProblemResponse::not_found(Problem::new(
            "service.no_list",
            format!("there is no status list {number}"),
        ))
    })?;
    Ok(public("application/vc", LIST_TTL.as_secs(), text))
}

pub(super) async fn get_token(
    State(desk): State<Arc<Desk>>,
    Path(group): Path<u32>,
) -> Result<Response, ProblemResponse> {
    let list = blocking(move || desk.lists.token(&desk.issuer, group, now())).await?;
    let text = list.ok_or_else(|| {
        ProblemResponse::not_found(Problem::new(
            "service.no_list",
            format!("there is no status list token {group}"),
        ))
    })?;
    Ok(public(LIST_TOKEN_TYPE, LIST_TTL.as_secs(), text))
}
