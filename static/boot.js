// Starts the page: theme first (before anything is painted), then the program.
// When the program cannot start, says in one message what is missing.
// A classic script, not a module: modules wait until the page is parsed, and the theme must not.
(() => {
  "use strict";
  const boot = document.currentScript;

  // In another site's page nothing that was kept is read.
  if (!/[?&]embed\b/.test(location.search)) try {
    const theme = localStorage.getItem("faultline.theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch {
    // Storage is blocked: the theme follows the system.
  }

  const parsed = new Promise((done) => {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", done, { once: true });
    else done();
  });

  const element = (name, text, className) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  };

  const fail = (what, detail) => {
    const main = element("main", "", "boot");
    main.setAttribute("role", "alert");
    main.append(element("h1", "Faultline did not start"), element("p", what));
    main.append(element("p", "Chrome and Edge from 111, Firefox from 113 and Safari from 16.4 on have what it needs."));
    if (detail) main.append(element("p", detail, "muted"));
    const again = element("button", "Try again", "btn pri");
    again.addEventListener("click", () => location.reload());
    main.append(again);
    document.getElementById("app").replaceChildren(main);
  };

  const compiled = async (url) => {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
    // A host that does not know the type of the file forbids compiling while it arrives.
    if (answer.headers.get("content-type") === "application/wasm") return WebAssembly.compileStreaming(answer);
    return WebAssembly.compile(await answer.arrayBuffer());
  };

  const start = async () => {
    if (typeof WebAssembly !== "object") {
      await parsed;
      fail("This browser has no WebAssembly, or it is switched off (some private and lockdown modes do that).");
      return;
    }
    try {
      const from = (name) => new URL(boot.dataset[name], document.baseURI).href;
      const [page, module] = await Promise.all([import(from("js")), compiled(from("wasm"))]);
      // The engine's workers get the same module: nothing is loaded or compiled twice.
      globalThis.faultline = { js: from("js"), module };
      await parsed;
      await page.default({ module_or_path: module });
    } catch (error) {
      await parsed;
      const blocked = error instanceof WebAssembly.CompileError;
      fail(
        blocked
          ? "Its program was refused: this browser is too old for it, or a rule of this network or site blocks WebAssembly."
          : "A part of it could not be loaded. Is the connection up, and the site still there?",
        String(error),
      );
    }
  };

  start();
})();
