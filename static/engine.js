// The engine's worker. It is handed the page's program, compiled already; without a document, that runs the engine.
addEventListener(
  "message",
  async ({ data }) => {
    const program = await import(data.js);
    await program.default({ module_or_path: data.module });
  },
  { once: true },
);
