// Keeps the emergency page in the phone, so that it opens without a line. Answers for that page only, from what is kept, and
// fetches a newer copy quietly for the next opening: a page that is open is never reloaded, least of all in an emergency.
const shelf = 'khan-cap-1';
const kept = ['/khan-cap', '/khan-cap-en', '/khan-cap.svg', '/khan-cap.webmanifest'];

async function renew(path) {
  const answer = await fetch(path, { cache: 'no-cache', credentials: 'same-origin' });
  if (answer.ok && !answer.redirected) await (await caches.open(shelf)).put(path, answer.clone());
  return answer;
}

self.addEventListener('install', (event) => event.waitUntil(Promise.all(kept.map((path) => renew(path).catch(() => undefined)))));

self.addEventListener('activate', (event) => {
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter((name) => name !== shelf).map((name) => caches.delete(name)))));
});

self.addEventListener('fetch', (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== 'GET' || origin !== self.location.origin || !kept.includes(pathname)) return;
  const fresh = renew(pathname);
  event.waitUntil(fresh.catch(() => undefined));
  event.respondWith(caches.match(pathname).then((found) => found ?? fresh));
});
