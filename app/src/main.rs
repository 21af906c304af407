//! The one program: in the page it is the page, in a worker it is the engine. One module, compiled once, serves both.
//! Natively it writes the first page of an address as HTML, for the build of the site.

#[cfg(target_arch = "wasm32")]
fn main() {
    if app::platform::dom::is_page() {
        app::platform::page::run();
    } else {
        app::platform::engine::run();
    }
}

/// `faultline-app SITE ADDRESS`: the title on the first line, then the HTML.
#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let first = match arguments.as_slice() {
        [site, address] => app::html::first(std::path::Path::new(site), address),
        _ => {
            Err("usage: faultline-app SITE ADDRESS, the folder of a built site and cap/b-quorums or nothing".to_owned())
        }
    };
    match first {
        Ok(first) => {
            println!("{}\n{}", first.title, first.html);
            std::process::ExitCode::SUCCESS
        }
        Err(why) => {
            eprintln!("{why}");
            std::process::ExitCode::FAILURE
        }
    }
}
