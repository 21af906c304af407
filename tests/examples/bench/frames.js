// Before the page's own program: what moved without being asked to, and how long clicks took to be seen.
(() => {
  const seen = (globalThis.frames = { shifts: 0, clicks: [] });
  const watch = (type, more, note) => {
    try {
      new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true, ...more });
    } catch {}
  };
  // What moves while the page loads is another matter: counting begins with play.
  watch("layout-shift", {}, (e) => {
    if (!e.hadRecentInput && seen.begun) seen.shifts += e.value;
  });
  watch("event", { durationThreshold: 16 }, (e) => {
    if (e.name === "click" || e.name === "pointerup" || e.name === "pointerdown") seen.clicks.push(e.duration);
  });
  addEventListener("click", () => { seen.begun = true; }, { once: true, capture: true });
  seen.shift = () => seen.shifts;
  // Chromium reports none that took less than 16 ms.
  seen.usual = () => seen.clicks.sort((a, b) => a - b)[seen.clicks.length >> 1] ?? 16;
  seen.node = () => {
    const box = document.querySelector(".nd .ring").getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];
  };
})();
