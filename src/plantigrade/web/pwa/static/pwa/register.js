// @ts-check
// Starts the service worker where the browser allows one, fetches the sessions of today and tomorrow for a time
// without a net, and sends what was logged without one.

import { flush, waiting } from "/static/pwa/outbox.js";

async function start() {
  if ("serviceWorker" in navigator && isSecureContext) {
    try {
      await navigator.serviceWorker.register("/sw.js");
      await navigator.serviceWorker.ready;
      for (const link of document.querySelectorAll("[data-keep]")) {
        const address = /** @type {HTMLElement} */ (link).dataset.keep;
        if (address) await fetch(address, { headers: { "X-Keep": "page" } });
      }
    } catch {
      // Without a worker everything works, only not offline.
    }
  }
  const token = document.querySelector("[data-csrf-token]");
  if (waiting().length) await flush(token instanceof HTMLElement ? token.dataset.csrfToken : undefined);
}

void start();
addEventListener("online", () => void flush());
