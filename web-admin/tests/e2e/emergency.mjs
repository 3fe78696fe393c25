// An emergency against a running controller, by visible words only, on a phone's screen: register the phone, a press that is
// too short, the true hold, the server's countdown, on the air, every cluster by name, stop. VILLAGE_HAMLET, VILLAGE_TILE.
import { phone } from './browser.mjs';
import { as_a_person, come_in, done, heading, hold, must, press, url } from './person.mjs';

const hamlet = process.env.VILLAGE_HAMLET ?? 'Thôn Bến';
const tile = process.env.VILLAGE_TILE ?? 'LŨ, NƯỚC DÂNG';

async function register(page) {
  await page.goto(`${url}/dien-thoai`);
  await heading(page, 'Điện thoại đã đăng ký');
  const button = page.getByRole('button', { name: 'Đăng ký máy này' });
  await button.waitFor({ timeout: 20_000 }).catch(async () => must(false, `this account cannot register a phone: ${await page.locator('section').first().innerText()}`));
  await button.click();
  await page.getByText('Đã đăng ký máy này.').waitFor({ timeout: 20_000 });
  done('phone registered');
  await page.getByRole('link', { name: 'Mở trang KHẨN CẤP' }).click();
}

async function choose(page) {
  await page.getByText('Chọn tình huống').waitFor({ timeout: 20_000 });
  const places = page.getByLabel('Đổi nơi phát');
  if (await places.count()) await places.selectOption({ label: hamlet });
  await heading(page, hamlet);
  const clusters = await page.locator('main li').allInnerTexts();
  must(clusters.length > 0, `${hamlet} has no cluster on the page`);
  done('ready', `${hamlet}: ${clusters.map((line) => line.trim()).join('; ')}`);
  const ready = page.getByRole('button', { name: tile }).filter({ hasNotText: 'đang làm tiếng' });
  await ready.first().waitFor({ timeout: 180_000 }).catch(() => must(false, `the sound of "${tile}" was not made within 3 minutes`));
  await ready.first().click();
  await page.getByText('Loa sẽ đọc câu này:').waitFor();
  return clusters.length;
}

async function fire(page) {
  const button = page.getByRole('button', { name: 'GIỮ 1,5 GIÂY ĐỂ PHÁT' });
  await hold(page, button, 900);
  await page.getByText('Thả tay sớm quá, chưa phát.', { exact: false }).waitFor();
  must(!(await page.getByText('SẼ PHÁT SAU').isVisible()), 'a press of 0.9 s started something');
  done('a press of 0.9 s sent nothing');

  await hold(page, button, 1600, /^Đang gửi|SẼ PHÁT SAU|ĐANG PHÁT/);
  const held = Date.now();
  await page.getByText(/SẼ PHÁT SAU|ĐANG PHÁT/).first().waitFor({ timeout: 20_000 });
  done('the server counts down', `${Date.now() - held} ms after the hold`);
  await heading(page, /^ĐANG PHÁT/, 30_000);
  done('on the air', `${Date.now() - held} ms after the hold`);
}

async function watch_and_stop(page, count) {
  const playing = page.locator('main li').filter({ hasText: ': đang phát' });
  for (let waited = 0; (await playing.count()) < count && waited < 20_000; waited += 250) await page.waitForTimeout(250);
  must((await playing.count()) === count, `${await playing.count()} of ${count} clusters confirm: ${(await page.locator('main li').allInnerTexts()).join('; ')}`);
  done('every cluster confirms', (await playing.allInnerTexts()).join('; '));

  const pressed = Date.now();
  await press(page, 'DỪNG PHÁT');
  await page.getByText('Đã dừng phát.').waitFor({ timeout: 20_000 });
  done('stopped', `${Date.now() - pressed} ms after the press`);
}

await as_a_person({ size: phone, usual_login: 'truong-ben' }, async (page) => {
  await come_in(page);
  await register(page);
  const count = await choose(page);
  await fire(page);
  await watch_and_stop(page, count);
});
