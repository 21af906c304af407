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

  // The words that are in the page already are those of a first visit, at its first step.
  let own = location.search + location.hash !== "";
  try {
    own ||= localStorage.getItem("faultline.progress") !== null;
  } catch {
    // Nothing is kept: every visit is a first one.
  }
  if (own) document.documentElement.dataset.own = "";

  const parsed = new Promise((done) => {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", done, { once: true });
    else done();
  });

  // What is pressed or has the focus before the program is there is so once it is: its page begins with the same controls.
  const controls = () => [...document.querySelectorAll("#app > .app :is(a, button, input)")];
  const early = { click: -1, focusin: -1 };
  const note = (event) => {
    early[event.type] = controls().findIndex((control) => control.contains(event.target));
  };
  const carry = () => {
    for (const kind of Object.keys(early)) document.removeEventListener(kind, note);
    // In the next frame the program's page stands.
    requestAnimationFrame(() => {
      controls()[early.focusin]?.focus();
      const pressed = controls()[early.click];
      if (pressed?.localName === "button") pressed.click();
    });
  };
  if (!own) {
    for (const kind of Object.keys(early)) document.addEventListener(kind, note);
    parsed.then(() => {
      const watch = new MutationObserver(() => {
        watch.disconnect();
        carry();
      });
      watch.observe(document.getElementById("app"), { childList: true });
    });
  }

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
