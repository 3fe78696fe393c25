// The real controller is killed and started again under an open home page, while something sounds: the page says so in words,
// claims nothing it cannot know, and is whole again without a reload, with what the loudspeakers played meanwhile.
// VILLAGE_CONTROLLER={"pid": …, "command": […]} names the program to kill; an announcement with sound has to exist.
import { spawn } from 'node:child_process';
import { desk } from './browser.mjs';
import { as_a_person, come_in, done, must, url } from './person.mjs';

if (!process.env.VILLAGE_CONTROLLER) {
  console.error('Nothing to restart: set VILLAGE_CONTROLLER to {"pid": …, "command": […]}; the demo does so with --browser.');
  process.exit(2);
}
const controller = JSON.parse(process.env.VILLAGE_CONTROLLER);
const said_within_ms = 5_000; // A killed program closes its connections; only a silent line needs the 35 s.
const whole_within_ms = 40_000; // A node that was refused once tries again within 30 s.

const sleep = (ms) => new Promise((done_) => setTimeout(done_, ms));

async function answers() {
  for (let tries = 0; tries < 200; tries++) {
    if (await fetch(`${url}/api/v1/setup`).then((reply) => reply.ok, () => false)) return;
    await sleep(100);
  }
  must(false, 'the controller does not answer again');
}

/** A broadcast to thôn Chợ, by the session of the page; its length is known. */
function begin(page) {
  return page.evaluate(async () => {
    const get = async (path) => (await (await fetch(`/api/v1${path}`)).json()).items;
    const announcement = (await get('/announcements?limit=50')).find(({ audio }) => audio === 'ready');
    const area = (await get('/areas')).find(({ full_name }) => full_name === 'Thôn Chợ');
    const headers = { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() };
    const body = JSON.stringify({ announcement: announcement.id, targets: { areas: [area.id] } });
    const reply = await fetch('/api/v1/broadcasts', { method: 'POST', headers, body });
    if (!reply.ok) throw new Error(`not broadcast: ${await reply.text()}`);
    return reply.json();
  });
}

let restarted;
process.on('exit', () => restarted?.kill());

await as_a_person({ size: desk, usual_login: 'bientap1' }, async (page) => {
  await come_in(page);
  await page.evaluate(() => (globalThis.never_reloaded = true));
  const strip = page.locator('.strip section');
  const lamp = (word) => page.locator('.strip b').getByText(word, { exact: true });
  const cast = await begin(page);
  await lamp('ĐANG PHÁT').waitFor();
  await page.getByText('2/2 cụm loa đang phát').waitFor();
  await page.getByText('Cổng chợ: đang phát').waitFor({ state: 'attached' }); // What the wall says has to be taken back, too.
  done('on the air');

  process.kill(controller.pid, 'SIGKILL');
  await page.getByText(/^Mất kết nối từ/).waitFor({ timeout: said_within_ms });
  await lamp('CHƯA RÕ').waitFor();
  must(!(await page.getByText('ĐANG PHÁT').count()), 'still claims to be on the air without a controller');
  must(await strip.getByRole('button', { name: /^Dừng phát/ }).isEnabled(), 'DỪNG cannot be pressed while the controller is away');
  done('the controller killed, and the page says so');

  await sleep(Math.max(0, Date.parse(cast.starts_at) + cast.duration_ms + 1000 - Date.now()));
  must(!(await page.getByText('ĐANG PHÁT').count()), 'claims to be on the air while the controller is away');
  const [program, ...words] = controller.command;
  restarted = spawn(program, words, { stdio: 'ignore' });
  await answers();
  done('the controller started again, after the sound had ended');

  await page.getByText('Kết nối tốt').waitFor({ timeout: whole_within_ms });
  await page.getByText(/^Mất kết nối từ/).waitFor({ state: 'hidden' });
  await strip.waitFor({ state: 'hidden', timeout: whole_within_ms }); // The last of its nodes has to come back first.
  await page.locator(`a[href="/luot-phat/${cast.id}"]`).getByText('2/2 cụm loa đã phát đủ').waitFor({ timeout: whole_within_ms });
  must(await page.evaluate(() => globalThis.never_reloaded), 'the page was loaded anew');
  done('the page is whole again, and knows what was played meanwhile');
});
