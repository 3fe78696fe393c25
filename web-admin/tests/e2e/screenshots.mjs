// Looks at every page as people see it: Vietnamese and English, office screen and phone; takes its picture, runs axe on it,
// measures targets and width, and fails when anything is found. Pictures go to the folder named (a new one of the system's otherwise).
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { start } from '../fake/server.mjs';
import { axe_violations, context_options, desk, launch, measured, phone, watched } from './browser.mjs';
import { register_phone, sign_in } from './pretended.mjs';

const folder = process.argv[2] ?? process.env.SHOTS ?? mkdtempSync(join(tmpdir(), 'village-pages-'));
mkdirSync(folder, { recursive: true });
const only = process.env.ONLY ? new RegExp(process.env.ONLY) : /./;
const found = [];
const browser = await launch();

async function look(page, name, { least = 44, full = true } = {}) {
  await page.waitForTimeout(150);
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: full });
  const troubles = [...(await axe_violations(page)), ...(await measured(page, least)), ...page.troubles.splice(0)];
  for (const trouble of troubles) found.push(`${name}: ${trouble}`);
  console.log(`${troubles.length ? 'FOUND' : 'ok   '} ${name}`);
}

async function each_view(mode, name, walk) {
  if (!only.test(name)) return;
  for (const language of ['vi', 'en']) {
    for (const size of [desk, phone]) {
      const fake = await start({ mode });
      const context = await browser.newContext(context_options(size, language));
      await context.addInitScript((chosen) => localStorage.setItem('village-language', chosen), language);
      const page = await watched(context, fake.url);
      page.setDefaultTimeout(25_000);
      const shot = (step, options) => look(page, `${name}-${step}-${language}-${size.width}`, options);
      try {
        await walk({ page, fake, shot, language, size, en: language === 'en' });
      } catch (error) {
        found.push(`${name} ${language} ${size.width}: ${error.message.split('\n').slice(0, 6).join(' ')}`);
        await page.screenshot({ path: join(folder, `${name}-BROKEN-${language}-${size.width}.png`) }).catch(() => undefined);
      }
      await context.close();
      fake.close();
    }
  }
}

async function signed_in({ page, fake }, to) {
  await sign_in(page, fake, to);
  await page.waitForTimeout(500);
}

/** The press that is meant. */
async function hold_truly(page) {
  const hold = await page.waitForSelector('.hold:has(.fill)');
  await hold.scrollIntoViewIfNeeded();
  const box = await hold.boundingBox();
  await page.mouse.move(box.x + 30, box.y + 30);
  await page.mouse.down();
  await page.waitForTimeout(1700);
  await page.mouse.up();
}

await each_view('setup', 'setup', async ({ page, fake, shot }) => {
  await page.goto(`${fake.url}/dang-nhap`);
  await page.waitForSelector('form');
  await page.click('button.main');
  await shot('1-code');
  await page.fill('input', fake.world.setup_code);
  await page.click('button.main');
  await page.waitForSelector('input[type=password]');
  await page.click('button.main');
  await shot('2-account');
  await page.fill('input[autocomplete=organization-title]', 'Công chức Phòng Văn hóa - Xã hội');
  await page.fill('input[autocomplete=username]', 'vanhoa1');
  await page.fill('input[type=password]', 'mot cau de nho');
  await page.click('button.main');
  await page.waitForSelector('input[type=tel]');
  await page.fill('input[maxlength="100"] >> nth=0', 'An Bình');
  await page.fill('input[maxlength="100"] >> nth=1', 'Minh Hà');
  await shot('3-commune');
  await page.click('button.main');
  await page.waitForSelector('svg[role=img]');
  await shot('4-hours');
});

await each_view('normal', 'login', async ({ page, fake, shot }) => {
  await page.goto(`${fake.url}/dang-nhap`);
  await page.waitForSelector('form');
  await shot('1');
  await page.fill('input[autocomplete=username]', 'bientap1');
  await page.fill('input[type=password]', 'sai');
  await page.click('button.main');
  await page.waitForSelector('[role=alert]');
  await shot('2-wrong');
});

await each_view('normal', 'home', async (it) => {
  await signed_in(it);
  await it.shot('1');
  const cast = it.fake.world.cast({ title: 'Lịch bơm nước tưới cây vụ đông', nodes: [4, 5, 6, 7, 12], starts: Date.now() + 300, duration_ms: 60_000 });
  it.fake.world.run(cast);
  await it.page.waitForSelector('.strip .stop');
  await it.page.waitForTimeout(900);
  await it.shot('2-on-air');
  await it.page.click('.strip .stop');
  await it.page.waitForSelector('.says p');
  await it.shot('3-stopped');
  await it.page.click('button.help');
  await it.page.waitForSelector('dialog[open] li');
  await it.shot('4-help', { full: false });
  await it.page.keyboard.press('Escape');
  it.fake.world.run(it.fake.world.cast({ title: 'Lịch tiêm phòng', nodes: [4, 5], starts: Date.now(), duration_ms: 60_000 }));
  await it.page.waitForSelector('.strip .stop');
  await it.page.waitForTimeout(600);
  await it.page.request.post(`${it.fake.url}/fake`, { data: { answer: 0 } });
  await it.page.waitForSelector('.offline');
  await it.shot('5-offline');
});

await each_view('normal', 'drill', async (it) => {
  await signed_in(it);
  const { world, url } = it.fake;
  const drill = world.cast({ title: 'DIỄN TẬP: LŨ, NƯỚC DÂNG - Thôn Bến', kind: 'drill', nodes: [4, 5], starts: Date.now() + 1500, duration_ms: 60_000 });
  world.run(drill);
  await it.page.waitForSelector('.strip .drill:not(.soon)');
  await it.page.waitForTimeout(300);
  await it.shot('1-home');
  await it.page.goto(`${url}/bao-cao`);
  await it.page.waitForSelector('.card li');
  await it.shot('2-reports');
  await it.page.goto(`${url}/luot-phat/${drill.id}`);
  await it.page.waitForSelector('tbody tr');
  await it.shot('3-report');
});

await each_view('empty', 'first', async (it) => {
  await signed_in(it);
  await it.shot('1-home');
  for (const [step, path] of [['2-announcements', '/ban-tin'], ['3-schedule', '/lich-phat'], ['4-nodes', '/cum-loa'], ['5-reports', '/bao-cao']]) {
    await it.page.goto(it.fake.url + path);
    await it.page.waitForSelector('.card');
    await it.shot(step);
  }
  await it.page.goto(`${it.fake.url}/khong-co`);
  await it.page.waitForSelector('main .button');
  await it.shot('6-missing');
});

await each_view('normal', 'lists', async (it) => {
  await signed_in(it, '/ban-tin');
  await it.page.waitForSelector('ul.stack .card');
  await it.page.click('ul.stack button.button >> nth=0');
  await it.shot('1-announcements');
  await it.page.goto(`${it.fake.url}/lich-phat`);
  await it.page.waitForSelector('.card li');
  await it.shot('2-schedule');
  await it.page.click('.card li button.button >> nth=-1');
  await it.page.waitForSelector('dialog[open]');
  await it.shot('3-cancel', { full: false });
  await it.page.keyboard.press('Escape');
  await it.page.goto(`${it.fake.url}/bao-cao`);
  await it.page.waitForSelector('.card li');
  await it.shot('4-reports');
  await it.page.click('.card li a >> nth=0');
  await it.page.waitForSelector('tbody tr');
  await it.shot('5-report');
});

await each_view('normal', 'nodes', async (it) => {
  await signed_in(it, '/cum-loa');
  await it.page.waitForSelector('.tile');
  await it.shot('1-wall');
  await it.page.click('button[aria-pressed=false]');
  await it.page.waitForSelector('table');
  await it.shot('2-list');
  await it.page.goto(`${it.fake.url}/cum-loa/12`);
  await it.page.waitForSelector('.cause');
  await it.shot('3-lost');
  await it.page.goto(`${it.fake.url}/cum-loa/18`);
  await it.page.waitForSelector('section.card button');
  await it.page.click('section.card button');
  await it.page.waitForSelector('.code');
  await it.shot('4-code');
  await it.page.waitForSelector('.six');
  await it.shot('5-words');
  await it.page.click('button.main');
  await it.page.waitForTimeout(600);
  await it.shot('6-paired');
});

await each_view('normal', 'wizard', async (it) => {
  const { page, shot } = it;
  await signed_in(it, '/tao-ban-tin');
  await page.click('button.main');
  await shot('1-lacks');
  await page.fill('textarea', 'UBND xã thông báo lịch bơm nước.\nTrạm bơm Bến chạy từ 06:00 ngày 24/11 đến 17:00 ngày 26/11. Đề nghị bà con thôn Đông và thôn Chợ dọn cỏ mương trước ngày 24/11.');
  await page.click('.card .row button');
  await page.waitForSelector('progress');
  await shot('2-making');
  await page.waitForSelector('audio');
  await shot('3-heard');
  await page.click('button.main');
  await page.waitForSelector('.boxes');
  await page.click('label:has-text("Thôn Chợ")');
  await page.click('label:has-text("Thôn Thượng")');
  await shot('4-where');
  await page.click('button.main');
  await page.waitForSelector('.kinds');
  await page.click('.row button.button >> nth=0');
  await shot('5-once');
  await page.click('.kinds label >> nth=1');
  await shot('6-repeat');
  await page.fill('input[placeholder="05:30"]', '3h15');
  await page.keyboard.press('Tab');
  await page.click('.ways button.main');
  await page.waitForSelector('.guard');
  await shot('7-guard');
  await page.click('.guard .main');
  await page.fill('input[placeholder="05:30"]', '12h15');
  await page.keyboard.press('Tab');
  await page.click('.ways button.main');
  await page.waitForSelector('.guard textarea');
  await page.click('.guard .stop');
  await shot('7-guard-reason');
  await page.click('.guard .main');
  it.fake.world.hours_by = 'Thôn Chợ, chủ nhật';
  await page.click('.ways button.main');
  await page.waitForSelector('.guard b:has-text("Thôn Chợ, chủ nhật")');
  await shot('7-guard-of-a-hamlet');
  it.fake.world.hours_by = undefined;
  await page.fill('.guard textarea', 'Báo mất điện đột xuất buổi trưa');
  await page.click('.guard .stop');
  await page.waitForSelector('dl');
  await shot('8-review');
  await page.click('dl .edit button >> nth=2');
  await page.click('.kinds label >> nth=2');
  it.fake.world.commune.hours = { ...it.fake.world.commune.hours, quiet: { from: '00:00', to: '23:59' } };
  await page.click('.ways button.main');
  await page.waitForSelector('.guard.quiet');
  await shot('9-now-at-night');
  it.fake.world.commune.hours = { ...it.fake.world.commune.hours, quiet: { from: '00:00', to: '00:00' }, allowed: [{ from: '00:00', to: '00:00' }] };
  await page.click('.guard .main');
  await page.click('.ways button.main');
  await page.waitForSelector('.guard textarea');
  await page.fill('.guard textarea', 'Báo mất điện đột xuất buổi trưa');
  await page.click('.guard .stop');
  await page.waitForSelector('.hold');
  await page.click('.twice button >> nth=0');
  await shot('9-now');
  const box = await (await page.$('.hold .big')).boundingBox();
  await page.mouse.move(box.x + 30, box.y + 30);
  await page.mouse.down();
  await page.waitForTimeout(1750);
  await page.mouse.up();
  await page.waitForSelector('tbody tr');
  await page.waitForTimeout(3500);
  await shot('10-report-live');
});

await each_view('normal', 'meeting', async (it) => {
  const { page, shot, fake } = it;
  fake.world.commune.hours = { ...fake.world.commune.hours, quiet: { from: '00:00', to: '00:00' }, allowed: [{ from: '00:00', to: '24:00' }] };
  fake.world.meets = true;
  await signed_in(it, `/tao-ban-tin?ban-tin=${fake.world.announcements[0].id}`);
  await page.waitForSelector('.boxes');
  await page.click('label:has-text("Thôn Chợ")');
  await page.click('.ways button.main');
  await page.waitForSelector('.kinds');
  await page.click('.kinds label >> nth=2');
  await page.click('.ways button.main');
  await page.waitForSelector('section[role=alert] .row button');
  await shot('1-now');
  await page.click('section[role=alert] .row button >> nth=0');
  await page.waitForSelector('dialog[open]');
  await shot('2-leave-out', { full: false });
  await page.keyboard.press('Escape');
  await page.click('section[role=alert] .row button >> nth=1');
  await page.waitForSelector('button:has-text("giữ cả hai"), button:has-text("keep both")');
  await shot('3-shifted');
  await page.click('section[role=alert] .row button >> nth=2');
  await page.click('dialog .stop');
  await page.waitForSelector('section[role=alert] [role=status]');
  await shot('4-room-on-sending');
});

await each_view('normal', 'replay', async (it) => {
  const { page, shot, fake } = it;
  fake.world.commune.hours = { ...fake.world.commune.hours, quiet: { from: '00:00', to: '00:00' }, allowed: [{ from: '00:00', to: '00:00' }] };
  await signed_in(it, '/bao-cao');
  await page.waitForSelector('.again');
  await shot('1-list');
  await page.click('.again');
  await page.waitForSelector('dialog[open] li');
  await shot('2-ask', { full: false });
  await page.click('dialog .main');
  await page.waitForSelector('dialog textarea');
  await shot('3-reason', { full: false });
  await page.fill('dialog textarea', 'Cụm loa mất điện buổi sáng');
  await page.click('dialog .main');
  await page.waitForSelector('dialog', { state: 'detached' });
  await page.waitForSelector('tbody tr >> nth=1');
  await shot('4-report');
});

await each_view('normal', 'people', async (it) => {
  const { page, shot } = it;
  await signed_in(it, '/nguoi-dung');
  await page.waitForSelector('.card li');
  await shot('1-list');
  await page.click('button.main');
  await page.click('form button.main');
  await shot('2-lacks');
  const fields = page.locator('form input.input');
  await fields.nth(0).fill('Trưởng thôn Hạ');
  await fields.nth(1).fill('truong-ben');
  await fields.nth(2).fill('mot cau de nho');
  await page.click('fieldset >> nth=0 >> label >> nth=1');
  await page.click('fieldset >> nth=1 >> label >> nth=6');
  await page.click('form button.main');
  await page.waitForSelector('.trouble');
  await shot('3-taken');
  await fields.nth(1).fill('truong-ha');
  await page.click('form button.main');
  await page.waitForSelector('.card li:has-text("truong-ha")');
  await page.click('.card li:has-text("truong-ha") button >> nth=1');
  await page.waitForSelector('dialog[open]');
  await shot('4-lock', { full: false });
  await page.click('dialog .stop');
  await page.waitForSelector('.card li:has-text("truong-ha") b:has-text("đã khóa"), .card li:has-text("truong-ha") b:has-text("locked")');
  await shot('5-locked');
});

await each_view('normal', 'upload', async (it) => {
  const { page, shot } = it;
  await signed_in(it, '/tao-ban-tin');
  await page.click('fieldset label >> nth=1');
  await page.setInputFiles('input[type=file]', { name: 'Hop_thon_Dong.mp3', mimeType: 'audio/mpeg', buffer: Buffer.alloc(2_100_000, 7) });
  await page.waitForTimeout(500);
  await shot('1-on-the-way');
  await page.waitForSelector('audio', { timeout: 20_000 });
  await shot('2-done');
});

await each_view('normal', 'phone', async (it) => {
  const { page, fake, shot, en } = it;
  const url = fake.url + (en ? '/khan-cap-en' : '/khan-cap');
  await page.goto(url);
  await page.waitForSelector('.band');
  await shot('1-unpaired', { least: 48 });
  await signed_in(it, '/dien-thoai');
  await page.waitForSelector('form');
  await shot('2-register');
  await register_phone(page, fake);
  await shot('3-registered');
  await page.goto(url);
  await page.waitForSelector('.tile');
  await page.waitForTimeout(400);
  await shot('4-tiles', { full: false, least: 48 });
  await shot('4-tiles-all', { least: 48 });
  await page.click('.tile >> nth=0');
  await page.waitForSelector('.hold');
  await shot('5-hold', { full: false, least: 48 });
  await page.click('.two .button >> nth=0');
  await page.waitForTimeout(200);
  await shot('6-two-presses', { full: false, least: 48 });
  await hold_truly(page);
  await page.waitForSelector('.number');
  await shot('7-countdown', { full: false, least: 48 });
  await page.waitForSelector('header .big, .big svg', { timeout: 20_000 });
  await page.waitForTimeout(1200);
  await shot('8-on-air', { full: false, least: 48 });
  await page.click('.big');
  await page.waitForSelector('.band');
  await shot('9-stopped', { full: false, least: 48 });
  await page.click('.body > .big');
  await page.click('.tile >> nth=1');
  await page.waitForSelector('.hold');
  await page.request.post(`${fake.url}/fake`, { data: { answer: 0 } });
  await page.focus('.hold');
  await page.keyboard.down('Space');
  await page.waitForTimeout(1700);
  await page.keyboard.up('Space');
  await page.waitForSelector('.try');
  await page.waitForTimeout(9000);
  await shot('10-no-line', { full: false, least: 48 });
});

await each_view('normal', 'whole-commune', async (it) => {
  const { page, fake, shot, en } = it;
  await signed_in(it);
  await register_phone(page, fake);
  await page.goto(fake.url + (en ? '/khan-cap-en' : '/khan-cap'));
  await page.waitForSelector('.tile');
  await page.selectOption('select', { index: (await page.locator('option').count()) - 1 });
  await page.click('.tile >> nth=0');
  await page.waitForSelector('.hold:disabled');
  await shot('1-reason-wanted', { least: 48 });
  await page.fill('input', 'Lũ về đột ngột, theo điện của huyện');
  await hold_truly(page);
  await page.waitForSelector('.number');
  await shot('2-countdown', { full: false, least: 48 });
});

await each_view('normal', 'all-clear', async (it) => {
  const { page, fake, shot, en } = it;
  await signed_in(it);
  await register_phone(page, fake);
  await page.goto(fake.url + (en ? '/khan-cap-en' : '/khan-cap'));
  await page.click('.tile >> nth=0');
  await hold_truly(page);
  await page.waitForSelector('section .big', { timeout: 20_000 });
  await shot('1-emergency-on-air', { least: 48 });
  await page.click('section .big');
  await page.waitForSelector('.hold');
  await shot('2-hold', { least: 48 });
  await page.click('.back');
  await page.waitForSelector('section .big');
  await page.click('section .big');
  await page.click('.two .button >> nth=0');
  await shot('3-two-presses', { least: 48 });
  await hold_truly(page);
  await page.waitForSelector('.number');
  await shot('4-countdown', { full: false, least: 48 });
  await page.waitForSelector('header.calm', { timeout: 20_000 });
  await page.waitForTimeout(1200);
  await shot('5-on-air', { full: false, least: 48 });
  await page.waitForSelector('.band', { timeout: 20_000 });
  await shot('6-over', { full: false, least: 48 });
  await page.click('.body > .big');
  await page.click('section .big');
  await hold_truly(page);
  await page.waitForSelector('.number');
  await page.click('.big');
  await page.waitForSelector('.band');
  await shot('7-cancelled', { full: false, least: 48 });
});

await browser.close();
console.log(`\n${found.length ? `${found.length} findings:\n${[...new Set(found)].join('\n')}` : 'nothing found'}\npictures: ${folder}`);
process.exit(found.length ? 1 : 0);
