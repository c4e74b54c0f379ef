// The service worker: the shell is kept, pages come from the net first and from the last visit without one.
"use strict";

const KEPT = [
  /* kept */
];
const SHELL = "plantigrade-shell-" + KEPT.join("|").split("").reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0, 7);
const PAGES = "plantigrade-pages-1";
const MOST_PAGES = 60;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(KEPT)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((name) => name !== SHELL && name !== PAGES).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const request = event.request;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (address.pathname.startsWith("/static/") || address.pathname === "/look.css") event.respondWith(fromShell(request));
  else if (request.mode === "navigate" || request.headers.get("X-Keep") === "page") event.respondWith(fromNet(request));
});

async function fromShell(request) {
  return (await caches.match(request)) ?? keep(SHELL, request, await fetch(request));
}

async function fromNet(request) {
  try {
    const answer = await fetch(request);
    return answer.ok && !answer.redirected ? keep(PAGES, request, answer) : answer;
  } catch {
    return (await caches.match(request, { ignoreVary: true })) ?? (await caches.match("/offline/", { ignoreVary: true })) ?? Response.error();
  }
}

async function keep(name, request, answer) {
  if (!answer.ok) return answer;
  const cache = await caches.open(name);
  await cache.put(request.url, answer.clone());
  if (name === PAGES) {
    const held = await cache.keys();
    await Promise.all(held.slice(0, Math.max(0, held.length - MOST_PAGES)).map((old) => cache.delete(old)));
  }
  return answer;
}
