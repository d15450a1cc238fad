//! Takes the receipts that Portcullis hands over, and keeps each once.
//!
//! `receipts [FILE [ADDRESS]]`: an SQLite file (`receipts.sqlite`) and where to listen (`127.0.0.1:8090`). POST a
//! receipt to any path. It is answered when the file holds it, and not before: a receipt that was answered with 200 or
//! 201 survives the machine.

mod receipt;
mod store;

use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};

use receipt::Receipt;
use store::{Kept, Store};

/// The longest receipt that is read: one about 512 services is shorter.
const LONGEST: usize = 256 * 1024;

type Shared = Arc<Mutex<Store>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().unwrap_or_else(|| "receipts.sqlite".into());
    let address = arguments.next().unwrap_or_else(|| "127.0.0.1:8090".into());
    match serve(&file, &address).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("receipts: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn serve(file: &str, address: &str) -> Result<(), Box<dyn std::error::Error>> {
    let store: Shared = Arc::new(Mutex::new(Store::open(file)?));
    let listener = tokio::net::TcpListener::bind(address).await?;
    println!("http://{}", listener.local_addr()?);
    axum::serve(listener, Router::new().fallback(take).with_state(store)).await?;
    Ok(())
}

async fn take(State(store): State<Shared>, request: Request<Body>) -> Response {
    if request.method() != Method::POST {
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "POST")], "a receipt is posted\n").into_response();
    }
    let Ok(body) = to_bytes(request.into_body(), LONGEST).await else {
        return (StatusCode::PAYLOAD_TOO_LARGE, "longer than any receipt\n").into_response();
    };
    let receipt = match Receipt::read(&body) {
        Ok(receipt) => receipt,
        Err(why) => return (StatusCode::BAD_REQUEST, format!("no receipt: {why}\n")).into_response(),
    };
    // A store whose holder panicked is as whole as its file.
    let kept = store.lock().unwrap_or_else(PoisonError::into_inner).keep(&receipt);
    match kept {
        Ok(Kept::New) => StatusCode::CREATED.into_response(),
        Ok(Kept::Before) => StatusCode::OK.into_response(),
        Ok(Kept::Another) => (StatusCode::CONFLICT, "another receipt has that id\n").into_response(),
        Err(error) => {
            eprintln!("receipts: {error}");
            // Who hands over tries again.
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}
