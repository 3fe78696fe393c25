// How long until a registered phone can press a tile: cold on a bad line (400 kbit/s, 400 ms, processor slowed 4 times), and
// warm without any line. Medians of five, counted inside the page from the start of its navigation; against a running
// controller. Chromium's pretended line delays each request but not the TCP and TLS handshakes, and does not shape WebSockets:
// a true first visit is about two round trips slower. Exit status: 0 held, 1 missed, 2 could not measure.
import { loadavg } from 'node:os';
import { phone } from './browser.mjs';
import { as_a_person, come_in, done, must, press, url } from './person.mjs';

const tries = 5;
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const bad_line = { latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 };
let missed = 0;

/** Runs in the page before anything else: notes when the first tile is there to be pressed. */
function note_first_tile() {
  new MutationObserver((_, observer) => {
    if (!document.querySelector('.tile')) return;
    globalThis.first_tile_ms = performance.now();
    observer.disconnect();
  }).observe(document, { childList: true, subtree: true });
}

async function time_to_tile(page) {
  await page.goto('about:blank');
  await page.goto(`${url}/khan-cap`, { waitUntil: 'commit' });
  const noted = await page.waitForFunction(() => globalThis.first_tile_ms, null, { timeout: 60_000, polling: 50 });
  return Math.round(await noted.jsonValue());
}

async function measure(page) {
  const times = [];
  for (let n = 0; n < tries; n++) times.push(await time_to_tile(page));
  return times;
}

// No peer stands in the row: the design's React page is not built here, and a figure from elsewhere is not a measurement.
function row(name, times, target) {
  const ours = median(times);
  const verdict = ours <= target ? 'PASS' : 'MISS';
  if (verdict === 'MISS') missed++;
  console.log(`${name} | ${ours} ms (${times.join(', ')}) | - | - | <= ${target} ms | ${verdict}`);
}

async function register(page) {
  await come_in(page);
  await page.goto(`${url}/dien-thoai`);
  await press(page, 'Đăng ký máy này');
  await page.getByText('Đã đăng ký máy này.').waitFor();
  await page.goto(`${url}/khan-cap`);
  await page.waitForSelector('.tile');
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.waitForFunction(async () => !!(await caches.match('/khan-cap')), null, { timeout: 20_000 });
  done('registered, the page is kept in the phone');
}

await as_a_person({ size: phone, usual_login: 'truong-ben' }, async (page) => {
  await register(page);
  await page.addInitScript(note_first_tile);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Network.enable');
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 });

  await cdp.send('Network.setBypassServiceWorker', { bypass: true });
  await cdp.send('Network.setCacheDisabled', { cacheDisabled: true });
  await cdp.send('Network.emulateNetworkConditions', { offline: false, ...bad_line });
  const cold = await measure(page);

  await cdp.send('Network.setBypassServiceWorker', { bypass: false });
  await cdp.send('Network.setCacheDisabled', { cacheDisabled: false });
  await cdp.send('Network.emulateNetworkConditions', { offline: true, ...bad_line });
  await page.context().setOffline(true);
  const warm = await measure(page);

  console.log('name | ours | peer | ratio | target | verdict');
  row('emergency page usable, cold, 400 kbit/s, 400 ms, CPU 4x', cold, 1300);
  row('emergency page usable, warm, no line, CPU 4x', warm, 800);
  console.log(`CDP delays each request, not the TCP and TLS handshakes. Load of this machine: ${loadavg()[0].toFixed(1)}.`);
  must(missed === 0, `${missed} of 2 missed`);
});
