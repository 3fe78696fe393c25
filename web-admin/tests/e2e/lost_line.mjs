// The server goes away and comes back while somebody looks: each page says so in words, claims nothing to be on the air that
// it cannot know, and finds its way back by itself. Against the pretended commune, which can be switched off.
import { start } from '../fake/server.mjs';
import { context_options, desk, launch, phone, watched } from './browser.mjs';
import { register_phone, sign_in } from './pretended.mjs';

const failures = [];
const browser = await launch();

const said = {
  vi: { on_air: 'ĐANG PHÁT', lost: /^Mất kết nối từ/, unsure: /Chưa rõ loa còn phát hay đã xong/, lamp: 'CHƯA RÕ', live: 'Kết nối tốt', played: '2/2 cụm loa đã phát đủ', stop: /^Dừng phát/ },
  en: { on_air: 'ON THE AIR', lost: /^No connection since/, unsure: /Not known whether it still sounds/, lamp: 'NOT KNOWN', live: 'Connected', played: '2/2 clusters played in full', stop: /^Stop/ },
};

function on_the_air({ world }, more = {}) {
  const nodes = world.nodes.filter(({ hamlet }) => hamlet === world.areas.find(({ name }) => name === 'Bến').id).map(({ number }) => number);
  const cast = world.cast({ title: 'Lịch tiêm phòng', nodes, starts: Date.now() - 1000, duration_ms: 600_000, state: 'on_air', ...more });
  for (const node of nodes) world.deliver(cast, node, 'playing', { evidence: 'E1' });
  world.set(cast, {});
  return cast;
}

/** While nobody can hear of it. */
function ends({ world }, cast) {
  const tell = world.tell;
  world.tell = () => undefined;
  for (const node of cast.nodes) world.deliver(cast, node, 'played', { evidence: 'E2', played_ms: cast.duration_ms });
  world.set(cast, { state: 'ended', ended_at: new Date().toISOString() });
  world.tell = tell;
}

const switch_off = (fake) => fetch(`${fake.url}/fake`, { method: 'POST', body: JSON.stringify({ answer: 0 }) });
const switch_on = (fake) => fetch(`${fake.url}/fake`, { method: 'POST', body: '{}' });

async function gone(locator, sentence) {
  await locator.waitFor({ state: 'hidden', timeout: 15_000 }).catch(() => { throw new Error(sentence); });
}

async function admin_page(page, fake, words, address_of) {
  await sign_in(page, fake);
  const cast = on_the_air(fake);
  await page.goto(fake.url + address_of(cast));
  const lamp = page.locator('.strip b').getByText(words.on_air);
  await lamp.waitFor();

  await switch_off(fake);
  await page.getByText(words.lost).first().waitFor();
  await page.getByText(words.unsure).first().waitFor();
  await page.locator('.strip b').getByText(words.lamp).waitFor();
  await gone(page.getByText(words.on_air, { exact: false }).first(), 'still claims to be on the air');
  if (!(await page.getByRole('button', { name: words.stop }).isEnabled())) throw new Error('DỪNG cannot be pressed without a line');

  ends(fake, cast);
  await switch_on(fake);
  await page.getByText(words.live).first().waitFor();
  await gone(page.locator('.strip section'), 'the strip stays after the end');
  await page.getByText(words.played).first().waitFor();
  await gone(page.getByText(words.lost).first(), 'still says that the line is lost');
}

async function emergency_page(page, fake) {
  await sign_in(page, fake);
  await register_phone(page, fake);
  await page.goto(`${fake.url}/khan-cap`);
  await page.locator('.tile').first().waitFor();
  const cast = on_the_air(fake, { kind: 'emergency', template: fake.world.tiles[0].template });
  await page.getByRole('heading', { name: /^ĐANG PHÁT/ }).waitFor();

  await switch_off(fake);
  await page.getByText(/^Mất mạng: trạng thái bên dưới có thể đã cũ/).waitFor();
  ends(fake, cast);
  await switch_on(fake);
  await page.getByText('Đã phát xong.').waitFor();
}

async function walk(name, size, language, steps) {
  const fake = await start();
  const context = await browser.newContext(context_options(size, language));
  await context.addInitScript((chosen) => localStorage.setItem('village-language', chosen), language);
  const page = await watched(context, fake.url);
  page.setDefaultTimeout(20_000);
  try {
    await steps(page, fake);
    if (page.troubles.length) throw new Error(page.troubles.join('; '));
    console.log(`ok    ${name}`);
  } catch (error) {
    failures.push(name);
    console.log(`FAIL  ${name}: ${error.message.split('\n').slice(0, 3).join(' ')}\n${(await page.innerText('body')).slice(0, 600)}`);
  }
  await context.close();
  fake.close();
}

await walk('home page', desk, 'vi', (page, fake) => admin_page(page, fake, said.vi, () => '/'));
await walk('report of what is on the air', desk, 'vi', (page, fake) => admin_page(page, fake, said.vi, ({ id }) => `/luot-phat/${id}`));
await walk('home page in English, on a phone', phone, 'en', (page, fake) => admin_page(page, fake, said.en, () => '/'));
await walk('emergency page', phone, 'vi', emergency_page);
await browser.close();
console.log(failures.length ? `FAIL  ${failures.join(', ')}` : 'PASS');
process.exit(failures.length ? 1 : 0);
