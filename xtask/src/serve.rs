//! `cargo xtask serve`: the page on this machine, built again on every change.
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::time::{Duration, Instant};

use crate::{index, run, tools};

const PORT: u16 = 8080;

/// Sees to the tools, then runs `trunk serve` until it is stopped.
pub fn serve(arguments: &[String]) -> Result<(), String> {
    let (port, rest) = port_of(arguments)?;
    TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .map_err(|e| format!("port {port} is not free ({e}); choose another one with --port"))?;
    let bin = tools::ensure()?;
    if let Err(problem) = index::write() {
        // The page shows what is wrong with a lesson better than a page that is not there.
        eprintln!("{problem}\nServing with the index as it was.");
    }
    let base = rest.iter().skip_while(|word| *word != "--public-url").nth(1).map_or("/", String::as_str);
    let url = format!("http://127.0.0.1:{port}{base}");
    println!("Building. The first build takes two to four minutes; then Faultline is at {url}");
    std::thread::spawn(move || announce(port, &url));
    let mut trunk = tools::trunk(&bin);
    trunk.args(["serve", "--port", &port.to_string()]);
    if !rest.iter().any(|word| word == "--dist") {
        // Not over the release that `cargo xtask dist` made.
        trunk.args(["--dist", "target/serve"]);
    }
    trunk.args(rest);
    run::run(&mut trunk)
}

/// Trunk opens its port when the first build is done.
fn announce(port: u16, url: &str) {
    let start = Instant::now();
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    while TcpStream::connect_timeout(&address, Duration::from_secs(1)).is_err() {
        std::thread::sleep(Duration::from_millis(200));
    }
    println!("\nFaultline is ready after {:.0} s: {url}\nCtrl-C stops it.\n", start.elapsed().as_secs_f64());
}

fn port_of(arguments: &[String]) -> Result<(u16, Vec<String>), String> {
    let mut rest = arguments.to_vec();
    let Some(at) = rest.iter().position(|word| word == "--port" || word == "-p") else { return Ok((PORT, rest)) };
    let value = rest.get(at + 1).cloned().ok_or("--port needs a number")?;
    let port = value.parse().map_err(|_| format!("--port needs a number from 1 to 65535, not {value}"))?;
    rest.drain(at..at + 2);
    Ok((port, rest))
}

#[cfg(test)]
mod tests {
    use super::port_of;

    #[test]
    fn takes_the_port_out() {
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(port_of(&words("--open --port 9000 --no-autoreload")), Ok((9000, words("--open --no-autoreload"))));
        assert_eq!(port_of(&[]), Ok((8080, Vec::new())));
        assert_eq!(port_of(&words("--port x")).unwrap_err(), "--port needs a number from 1 to 65535, not x");
        assert_eq!(port_of(&words("--port")).unwrap_err(), "--port needs a number");
    }
}
