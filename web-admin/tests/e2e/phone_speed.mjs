// How long until a registered phone can press a tile: cold on a bad line (400 kbit/s, 400 ms, processor slowed 4 times), and
// warm without any line. Medians of five; against a running controller, like the other walks.
import { phone } from './browser.mjs';
import { as_a_person, come_in, done, must, press, url } from './person.mjs';

const tries = 5;
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

async function time_to_tile(page) {
  await page.goto('about:blank');
  const began = Date.now();
  await page.goto(`${url}/khan-cap`, { waitUntil: 'commit' });
  await page.waitForSelector('.tile', { timeout: 60_000, state: 'attached' });
  return Date.now() - began;
}

async function measure(page, prepare) {
  const times = [];
  for (let n = 0; n < tries; n++) {
    await prepare();
    times.push(await time_to_tile(page));
  }
  return median(times);
}

await as_a_person({ size: phone, usual_login: 'truong-ben' }, async (page) => {
  await come_in(page);
  await page.goto(`${url}/dien-thoai`);
  await press(page, 'Đăng ký máy này');
  await page.getByText('Đã đăng ký máy này.').waitFor();
  await page.goto(`${url}/khan-cap`);
  await page.waitForSelector('.tile');
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.waitForFunction(async () => !!(await caches.match('/khan-cap')), null, { timeout: 20_000 });
  done('registered, the page is kept in the phone');

  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Network.enable');
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  const line = (offline) => cdp.send('Network.emulateNetworkConditions', { offline, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 });

  await cdp.send('Network.setBypassServiceWorker', { bypass: true });
  await cdp.send('Network.setCacheDisabled', { cacheDisabled: true });
  const cold = await measure(page, () => line(false));
  done('cold, 400 kbit/s, 400 ms, CPU 4x', `${cold} ms of 1300`);

  await cdp.send('Network.setBypassServiceWorker', { bypass: false });
  await cdp.send('Network.setCacheDisabled', { cacheDisabled: false });
  const warm = await measure(page, async () => {
    await line(true);
    await page.context().setOffline(true);
  });
  done('warm, without any line', `${warm} ms of 800`);
  must(cold <= 1300, `cold takes ${cold} ms, the promise is 1300`);
  must(warm <= 800, `warm takes ${warm} ms, the promise is 800`);
});
