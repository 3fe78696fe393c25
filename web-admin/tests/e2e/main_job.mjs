// The main job against a running controller, by visible words only: a pasted text, heard, sent to two hamlets, and the report
// says who played it. VILLAGE_HAMLETS="Thôn Chợ,Thôn Đông", VILLAGE_WHEN=now|scheduled, VILLAGE_LIST=commune.json to import first.
import { desk } from './browser.mjs';
import { as_a_person, come_in, done, follow, heading, hold, must, press } from './person.mjs';

const hamlets = (process.env.VILLAGE_HAMLETS ?? 'Thôn Chợ,Thôn Đông').split(',').map((name) => name.trim());
const when = process.env.VILLAGE_WHEN ?? 'now';
const text = process.env.VILLAGE_TEXT ?? 'Ủy ban nhân dân xã thông báo. Sáng mai trạm y tế xã tiêm phòng cho trẻ em. Đề nghị bà con đưa trẻ đến đúng giờ. Xin cảm ơn.';

async function import_list(page) {
  if (!process.env.VILLAGE_LIST) return;
  await follow(page, 'Cụm loa');
  await heading(page, 'Cụm loa');
  const chooser = page.locator('input[type=file]');
  if (!(await chooser.count())) return;
  await chooser.setInputFiles(process.env.VILLAGE_LIST);
  await page.getByText(/^Đã nhập \d+ thôn/).waitFor({ timeout: 30_000 });
  done('list imported');
}

async function write_and_listen(page) {
  await follow(page, 'Tạo bản tin');
  await heading(page, 'Bước 1/4: Nội dung');
  await press(page, 'Bỏ nháp, làm lại từ đầu');
  await page.getByLabel('Văn bản', { exact: false }).last().fill(text);
  await page.getByText(/^Dài khoảng/).waitFor();
  await press(page, 'Nghe thử');
  await page.getByText(/^Âm thanh đã xong/).waitFor({ timeout: 90_000 });
  done('text became sound', await page.getByText(/^Âm thanh đã xong/).innerText());
  await page.waitForFunction(() => (document.querySelector('audio')?.currentTime ?? 0) > 0.2, null, { timeout: 20_000 }).catch(() => must(false, 'the sound was made, but the page could not play it'));
  done('heard');
  await press(page, 'Tiếp tục');
}

async function choose_hamlets(page) {
  await heading(page, 'Bước 2/4: Nơi phát');
  for (const name of hamlets) await page.locator('label').filter({ hasText: new RegExp(`^\\s*${name}\\s`) }).getByRole('checkbox').check();
  const sum = page.getByText(/^Đã chọn \d+ thôn, \d+ cụm loa$/);
  await sum.waitFor();
  const [, of_hamlets, count] = /(\d+) thôn, (\d+) cụm/.exec(await sum.innerText());
  must(Number(of_hamlets) === hamlets.length, `chose ${hamlets.length} hamlets, the page counts ${of_hamlets}`);
  const names = (await sum.locator('xpath=../following-sibling::p[1] | following-sibling::p[1]').first().innerText()).split(' · ').map((name) => name.trim());
  must(names.length === Number(count), `the page counts ${count} clusters and names ${names.length}`);
  done('places chosen', `${hamlets.join(', ')}: ${names.join(', ')}`);
  await press(page, 'Tiếp tục');
  return names;
}

async function pass_guard(page) {
  await page.getByText(/^Bước 4\/4: Kiểm tra|NGOÀI KHUNG GIỜ|GIỜ YÊN TĨNH/).first().waitFor({ timeout: 30_000 });
  if (!(await page.getByLabel('Lý do phát ngoài giờ').isVisible())) return;
  await page.getByLabel('Lý do phát ngoài giờ').fill('Kiểm tra toàn tuyến theo kế hoạch của xã');
  await press(page, /^Tôi hiểu, vẫn phát/);
  done('reason for the hour given');
}

async function choose_time(page) {
  await heading(page, 'Bước 3/4: Thời gian');
  if (when === 'now') await page.getByRole('radio', { name: /^Phát ngay/ }).check();
  else {
    await page.getByRole('radio', { name: /^Một lần/ }).check();
    const soon = new Date(Date.now() + 7 * 3600_000 + 130_000).toISOString();
    await page.getByRole('textbox', { name: /^Ngày/ }).fill(`${soon.slice(8, 10)}/${soon.slice(5, 7)}/${soon.slice(0, 4)}`);
    await page.getByRole('textbox', { name: /^Giờ/ }).fill(soon.slice(11, 16));
  }
  await press(page, 'Tiếp tục');
  await pass_guard(page);
  done('time chosen', when);
}

async function send(page) {
  await heading(page, 'Bước 4/4: Kiểm tra');
  if (when === 'now') {
    await hold(page, page.getByRole('button', { name: 'GIỮ 1,5 GIÂY ĐỂ PHÁT NGAY' }), 1600, /Đang gửi lệnh phát|Báo cáo lượt phát/);
    await page.waitForURL(/\/luot-phat\//, { timeout: 60_000 });
    return done('on its way');
  }
  await press(page, 'Đặt lịch');
  await heading(page, 'Lịch phát', 30_000);
  await page.locator('a[href^="/luot-phat/"]').filter({ hasText: 'Ủy ban nhân dân xã thông báo' }).first().click();
  return done('scheduled and found in the schedule');
}

async function read_report(page, names) {
  const all = `${names.length}/${names.length} cụm loa đã phát đủ`;
  await page.locator('table tbody tr').first().waitFor({ timeout: 30_000 });
  await page.getByText(all, { exact: true }).waitFor({ timeout: Number(process.env.VILLAGE_WAIT_MS ?? 240_000) }).catch(async () => must(false, `the report does not say "${all}" but "${await page.locator('.sentence').innerText()}"`));
  const rows = await page.locator('table tbody tr').evaluateAll((list) => list.map((row) => ({ name: row.querySelector('th a').textContent.trim(), text: row.innerText })));
  must(rows.map(({ name }) => name).sort().join() === [...names].sort().join(), `the report names ${rows.map(({ name }) => name).join(', ')} instead of ${names.join(', ')}`);
  for (const row of rows) must(row.text.includes('Đã phát đủ'), `${row.name} did not play in full: ${row.text.replace(/\s+/g, ' ')}`);
  done('report', `${all}: ${rows.map(({ name }) => name).join(', ')}`);
}

await as_a_person({ size: desk, usual_login: 'bientap1' }, async (page) => {
  await come_in(page);
  await import_list(page);
  await write_and_listen(page);
  const names = await choose_hamlets(page);
  await choose_time(page);
  await send(page);
  await read_report(page, names);
});
