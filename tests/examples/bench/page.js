// What the page holds: the module, and one instance of it that plays. The program times each call from outside, by the
// time that the page's thread had a processor.
(() => {
  const bench = (globalThis.bench = {});
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const fresh = async () => (await WebAssembly.instantiate(bench.module)).exports;

  bench.load = async () => {
    bench.module = await WebAssembly.compile(bytes(bench.text));
    bench.engine = await fresh();
    return true;
  };

  // How large the memory of an instance is that has played one run and nothing else.
  bench.memory = async (how, model, events) => {
    const engine = await fresh();
    engine[how](model, events);
    return engine.memory.buffer.byteLength;
  };

  const put = (all) => {
    const room = bench.engine.room(all.length);
    new Uint8Array(bench.engine.memory.buffer, room, all.length).set(all);
  };

  // Reads a lesson and chooses one of its worlds.
  bench.choose = (texts, world) => {
    put(new TextEncoder().encode(texts.map((text) => `${text}\0`).join("")));
    return Boolean(bench.engine.choose(world));
  };

  // Reads one more file of published histories.
  bench.read = (text) => {
    put(bytes(text));
    return Boolean(bench.engine.read_history());
  };

  bench.fingerprint = () => BigInt.asUintN(64, bench.engine.fingerprint()).toString(16).padStart(16, "0");
  return true;
})();
