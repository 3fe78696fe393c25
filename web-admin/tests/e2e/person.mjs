// A person at the pages: finds things by the words on the screen, waits for what the screen says, and reports each step.
import { readFileSync } from 'node:fs';
import { context_options, launch, watched } from './browser.mjs';

export const url = (process.env.VILLAGE_URL ?? 'http://127.0.0.1:8080').replace(/\/$/, '');
const known = process.env.VILLAGE_LOGINS ? JSON.parse(readFileSync(process.env.VILLAGE_LOGINS, 'utf8')) : {};
let login = '';
let password = '';
const setup_code = process.env.VILLAGE_SETUP_CODE ?? '';
const started = Date.now();

export class Failed extends Error {}

export function done(step, detail = '') {
  console.log(`ok    ${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s  ${step}${detail ? `: ${detail}` : ''}`);
}

export function must(holds, sentence) {
  if (!holds) throw new Failed(sentence);
}

/** Runs the walk; exit status 0 held, 1 failed, 2 could not run. A picture of the last screen helps whoever looks into it. */
export async function as_a_person({ size, usual_login }, walk) {
  login = process.env.VILLAGE_LOGIN ?? usual_login;
  password = process.env.VILLAGE_PASSWORD ?? known[login] ?? '';
  if (!password) {
    console.error(`No password for ${login}: set VILLAGE_LOGIN and VILLAGE_PASSWORD, or VILLAGE_LOGINS to a file {"login": "password"} (VILLAGE_URL, and VILLAGE_SETUP_CODE for a fresh controller).`);
    process.exit(2);
  }
  const browser = await launch().catch((error) => {
    console.error(`Chromium did not start: ${error.message.split('\n')[0]}`);
    process.exit(2);
  });
  const context = await browser.newContext(context_options(size));
  const page = await watched(context, url);
  page.setDefaultTimeout(15_000);
  await context.request.get(`${url}/api/v1/setup`, { timeout: 10_000 }).catch(async () => {
    console.error(`No controller answers at ${url}: name a running one with VILLAGE_URL.`);
    await browser.close();
    process.exit(2);
  });
  let status = 0;
  try {
    await walk(page);
    must(!page.troubles.length, `the pages were in trouble: ${page.troubles.join('; ')}`);
    console.log('PASS');
  } catch (error) {
    status = 1;
    const picture = process.env.VILLAGE_PICTURE ?? '/tmp/village-e2e-failed.png';
    await page.screenshot({ path: picture, fullPage: true }).catch(() => undefined);
    const words = await page.evaluate(() => document.body.innerText.slice(0, 1500)).catch(() => '');
    console.error(`FAIL  ${error instanceof Failed ? error.message : error.message.split('\n').slice(0, 4).join(' ')}`);
    console.error(`at ${page.url()}, picture ${picture}${page.troubles.length ? `, troubles: ${page.troubles.join('; ')}` : ''}\n--- on the screen ---\n${words}`);
  }
  await browser.close();
  process.exit(status);
}

export const press = (page, words) => page.getByRole('button', { name: words }).first().click();
export const follow = (page, words) => page.getByRole('link', { name: words }).first().click();
export const heading = (page, words, timeout = 15_000) => page.getByRole('heading', { name: words }).first().waitFor({ timeout });

async function set_up(page) {
  must(setup_code, 'the controller asks for a set-up code and VILLAGE_SETUP_CODE is not set');
  await page.getByLabel('Mã thiết lập').fill(setup_code);
  await press(page, 'Tiếp tục');
  await heading(page, 'Tạo tài khoản của bạn');
  await page.getByLabel('Chức danh').fill('Công chức Phòng Văn hóa - Xã hội');
  await page.getByLabel('Tên đăng nhập').fill(login);
  await page.getByLabel('Mật khẩu', { exact: true }).fill(password);
  await press(page, 'Tiếp tục');
  await heading(page, 'Xã của bạn');
  await page.getByLabel('Tên xã, phường hoặc đặc khu').fill('An Bình');
  await page.getByLabel('Tên tỉnh, thành phố').fill('Minh Hà');
  await page.getByLabel('Số điện thoại trực ban').fill('0200 355 0112');
  await press(page, 'Tiếp tục');
  await heading(page, 'Khung giờ phát');
  await press(page, 'Hoàn tất thiết lập');
}

/** In English from the first page on: the language is chosen where people sign in. */
export async function come_in_english(page) {
  await page.goto(`${url}/dang-nhap`);
  await press(page, 'English');
  await heading(page, 'Sign in');
  await page.getByLabel('User name or telephone number').fill(login);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await press(page, 'Sign in');
  await heading(page, 'Home', 30_000);
  return done('signed in, in English', login);
}

/** Whatever the controller asks first, ends on the home page. */
export async function come_in(page) {
  await page.goto(`${url}/dang-nhap`);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.locator('form').waitFor({ timeout: 20_000 });
  if (await page.getByText('Thiết lập lần đầu').isVisible()) {
    await set_up(page);
    await heading(page, 'Trang chủ', 30_000);
    return done('set up and signed in', login);
  }
  await page.getByLabel('Tên đăng nhập hoặc số điện thoại').fill(login);
  await page.getByLabel('Mật khẩu', { exact: true }).fill(password);
  await press(page, 'Đăng nhập');
  await heading(page, 'Trang chủ', 30_000);
  return done('signed in', login);
}

/** Holds a button as a hand does: for a time, or (`until` these words are on the screen) as long as a slow machine needs. */
export async function hold(page, button, ms, until) {
  await button.scrollIntoViewIfNeeded();
  const box = await button.boundingBox();
  must(box, 'the button to hold is not on the screen');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.waitForTimeout(ms);
  if (until) await page.getByText(until).first().waitFor({ timeout: 8000 }).catch(() => undefined);
  await page.mouse.up();
}
