// The main job, by visible words only and in either language: a pasted text, heard, sent to two hamlets, and the report says who
// played it.
import { done, follow, heading, hold, must, press } from './person.mjs';

// What a person reads and presses on the way, in the language of the pages.
const said = {
  vi: {
    nav_new: 'Tạo bản tin', step_content: 'Bước 1/4: Nội dung', step_where: 'Bước 2/4: Nơi phát', step_when: 'Bước 3/4: Thời gian', step_check: 'Bước 4/4: Kiểm tra',
    start_over: 'Bỏ nháp, làm lại từ đầu', text: 'Văn bản', length: /^Dài khoảng/, listen: 'Nghe thử', ready: /^Âm thanh đã xong/, waveform: /^Hình sóng âm, dài/, on: 'Tiếp tục',
    chosen: /^Đã chọn (\d+) thôn, (\d+) cụm loa$/, guard: /NGOÀI KHUNG GIỜ|GIỜ YÊN TĨNH|QUÁ SỐ BUỔI/, reason: 'Lý do vẫn phát', all_the_same: /^Tôi hiểu, vẫn phát/,
    now: /^Phát ngay/, once: /^Một lần/, date: /^Ngày/, time: /^Giờ/, hold: 'GIỮ 1,5 GIÂY ĐỂ PHÁT NGAY', sent: /Đang gửi lệnh phát|Báo cáo lượt phát/,
    schedule: 'Đặt lịch', schedules: 'Lịch phát', all_played: (count) => `${count}/${count} cụm loa đã phát đủ`, played: 'Đã phát đủ', on_air: /ĐANG PHÁT/, playing: 'Đang phát', stop: /^Dừng phát: /, stopped: 'Đã dừng',
  },
  en: {
    nav_new: 'New announcement', step_content: 'Step 1/4: Content', step_where: 'Step 2/4: Where', step_when: 'Step 3/4: When', step_check: 'Step 4/4: Check',
    start_over: 'Drop the draft and start over', text: 'Text', length: /^About .* long$/, listen: 'Listen', ready: /^The sound is ready/, waveform: /^Waveform, .* long/, on: 'Continue',
    chosen: /^Chosen: (\d+) hamlets?, (\d+) clusters?$/, guard: /OUTSIDE THE ALLOWED HOURS|IN THE QUIET HOURS|TOO MANY SESSIONS/, reason: 'Reason for broadcasting all the same', all_the_same: /^I understand, broadcast/,
    now: /^Now/, once: /^Once/, date: /^Date/, time: /^Time/, hold: 'HOLD 1.5 SECONDS TO BROADCAST NOW', sent: /Sending the order|Broadcast report/,
    schedule: 'Schedule it', schedules: 'Schedule', all_played: (count) => `${count}/${count} clusters played in full`, played: 'Played in full', on_air: /ON THE AIR/, playing: 'On the air', stop: /^Stop: /, stopped: 'Stopped',
  },
};

async function write_and_listen(page, words, text) {
  await follow(page, words.nav_new);
  await heading(page, words.step_content);
  await press(page, words.start_over);
  await page.getByLabel(words.text, { exact: false }).last().fill(text);
  await page.getByText(words.length).waitFor();
  await press(page, words.listen);
  await page.getByText(words.ready).waitFor({ timeout: 90_000 });
  done('text became sound', await page.getByText(words.ready).innerText());
  await page.waitForFunction(() => (document.querySelector('audio')?.currentTime ?? 0) > 0.2, null, { timeout: 20_000 }).catch(() => must(false, 'the sound was made, but the page could not play it'));
  must((await page.evaluate(() => document.querySelector('audio').currentSrc)).includes('/listen?'), 'the page did not play the listening copy, which is there for every browser');
  await page.getByRole('img', { name: words.waveform }).waitFor();
  done('heard, and seen as a waveform');
  await press(page, words.on);
}

async function choose_hamlets(page, words, hamlets) {
  await heading(page, words.step_where);
  for (const name of hamlets) await page.locator('label').filter({ hasText: new RegExp(`^\\s*${name}\\s`) }).getByRole('checkbox').check();
  const sum = page.getByText(words.chosen);
  await sum.waitFor();
  const [, of_hamlets, count] = words.chosen.exec(await sum.innerText());
  must(Number(of_hamlets) === hamlets.length, `chose ${hamlets.length} hamlets, the page counts ${of_hamlets}`);
  const names = (await page.locator('.sum p').first().innerText()).split(' · ').map((name) => name.trim());
  must(names.length === Number(count), `the page counts ${count} clusters and names ${names.length}`);
  done('places chosen', `${hamlets.join(', ')}: ${names.join(', ')}`);
  await press(page, words.on);
  return names;
}

async function pass_guard(page, words) {
  await page.getByText(words.step_check).or(page.getByText(words.guard)).first().waitFor({ timeout: 30_000 });
  if (!(await page.getByLabel(words.reason).isVisible())) return;
  await page.getByLabel(words.reason).fill('Kiểm tra toàn tuyến theo kế hoạch của xã');
  await press(page, words.all_the_same);
  done('reason for the hour given');
}

async function choose_time(page, words, when) {
  await heading(page, words.step_when);
  if (when === 'now') await page.getByRole('radio', { name: words.now }).check();
  else {
    await page.getByRole('radio', { name: words.once }).check();
    const soon = new Date(Date.now() + 7 * 3600_000 + 130_000).toISOString();
    await page.getByRole('textbox', { name: words.date }).fill(`${soon.slice(8, 10)}/${soon.slice(5, 7)}/${soon.slice(0, 4)}`);
    await page.getByRole('textbox', { name: words.time }).fill(soon.slice(11, 16));
  }
  await press(page, words.on);
  await pass_guard(page, words);
  done('time chosen', when);
}

async function send(page, words, when) {
  await heading(page, words.step_check);
  if (when === 'now') {
    await hold(page, page.getByRole('button', { name: words.hold }), 1600, words.sent);
    await page.waitForURL(/\/luot-phat\//, { timeout: 60_000 });
    return done('on its way');
  }
  await press(page, words.schedule);
  await heading(page, words.schedules, 30_000);
  await page.locator('a[href^="/luot-phat/"]').filter({ hasText: 'Ủy ban nhân dân xã thông báo' }).first().click();
  return done('scheduled and found in the schedule');
}

async function read_report(page, words, names) {
  const all = words.all_played(names.length);
  await page.locator('table tbody tr').first().waitFor({ timeout: 30_000 });
  await page.getByText(all, { exact: true }).waitFor({ timeout: Number(process.env.VILLAGE_WAIT_MS ?? 240_000) }).catch(async () => must(false, `the report does not say "${all}" but "${await page.locator('.sentence').innerText()}"`));
  const rows = await page.locator('table tbody tr').evaluateAll((list) => list.map((row) => ({ name: row.querySelector('th a').textContent.trim(), text: row.innerText })));
  must(rows.map(({ name }) => name).sort().join() === [...names].sort().join(), `the report names ${rows.map(({ name }) => name).join(', ')} instead of ${names.join(', ')}`);
  for (const row of rows) must(row.text.includes(words.played), `${row.name} did not play in full: ${row.text.replace(/\s+/g, ' ')}`);
  done('report', `${all}: ${rows.map(({ name }) => name).join(', ')}`);
}

/** DỪNG, as soon as it sounds; the report of it says so and still names every cluster. */
async function stop_on_the_air(page, words, names) {
  await page.locator('.strip').getByText(words.on_air).first().waitFor({ timeout: 30_000 });
  await page.getByRole('cell', { name: words.playing }).first().waitFor({ timeout: 15_000 });
  done('on the air');
  const pressed = Date.now();
  await page.getByRole('button', { name: words.stop }).first().click();
  await page.getByText(words.stopped, { exact: true }).first().waitFor();
  done('stopped', `${Date.now() - pressed} ms after the press`);
  const rows = await page.locator('table tbody tr th a').allInnerTexts();
  must(rows.map((name) => name.trim()).sort().join() === [...names].sort().join(), `the report names ${rows.join(', ')} instead of ${names.join(', ')}`);
  done('report', `stopped: ${rows.join(', ')}`);
}

/** From any page of a signed-in editor to a report that names every cluster. `when` is "now" or "scheduled"; `stop` ends it on the air. */
export async function main_job(page, language, { hamlets, when, text, stop = false }) {
  const words = said[language];
  await write_and_listen(page, words, text);
  const names = await choose_hamlets(page, words, hamlets);
  await choose_time(page, words, when);
  await send(page, words, when);
  await (stop ? stop_on_the_air : read_report)(page, words, names);
}
