// Somebody reads the pages in English on a running controller, from signing in on: every page speaks English, except what the
// commune itself wrote; the main job is done by English words up to the stop and its report; the way back leads to Vietnamese.
import { desk } from './browser.mjs';
import { main_job } from './main_job_walk.mjs';
import { as_a_person, come_in_english, done, heading, must, url } from './person.mjs';

const pages = ['/', '/tao-ban-tin', '/ban-tin', '/lich-phat', '/cum-loa', '/cum-loa/9', '/bao-cao', '/dien-thoai', '/khong-co', '/khan-cap-en'];
const vietnamese = /[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]/i;

/** What people of this commune wrote: names, titles, texts. */
async function written_here(page) {
  const lists = await page.evaluate(async () => {
    const get = async (path) => (await fetch(`/api/v1${path}`)).json();
    const rows = await Promise.all(['/areas', '/zones', '/nodes?limit=200', '/announcements?limit=200', '/broadcasts?limit=200', '/device-keys', '/receipts?limit=1'].map(get));
    return [await get('/commune'), (await get('/session')).operator, await get('/emergency/page-data'), ...rows];
  });
  const texts = new Set(['Tiếng Làng']);
  const take = (value) => {
    if (typeof value === 'string' && vietnamese.test(value)) texts.add(value.normalize('NFC').trim());
    else if (value && typeof value === 'object') Object.values(value).forEach(take);
  };
  take(lists);
  return [...texts].sort((a, b) => b.length - a.length);
}

/** Texts and labels on the screen that are neither English nor the commune's own. */
async function foreign(page, own) {
  const shown = await page.evaluate(() => {
    const list = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (!['SCRIPT', 'STYLE', 'NOSCRIPT', 'TEXTAREA'].includes(parent.tagName) && !parent.closest('[lang=vi]')) list.push(node.data);
    }
    for (const name of ['aria-label', 'title', 'placeholder', 'alt']) {
      for (const element of document.querySelectorAll(`[${name}]`)) if (!element.closest('[lang=vi]')) list.push(element.getAttribute(name));
    }
    return list;
  });
  const left = (text) => own.reduce((rest, word) => rest.replaceAll(word, ''), text.normalize('NFC').replace(/\s+/g, ' '));
  return [...new Set(shown.filter((text) => vietnamese.test(left(text))).map((text) => text.trim().slice(0, 80)))];
}

async function every_page_in_english(page) {
  const own = await written_here(page);
  for (const path of pages) {
    await page.goto(url + path);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await page.waitForTimeout(400);
    const found = await foreign(page, own);
    must(!found.length, `${path} still says: ${found.join(' | ')}`);
    must((await page.evaluate(() => document.documentElement.lang)) === 'en', `${path} does not call itself English`);
  }
  done('every page speaks English', pages.join(' '));
}

async function switch_to(page, word, home) {
  await page.goto(`${url}/`);
  const menu = page.getByRole('button', { name: word });
  if (!(await menu.first().isVisible())) await page.locator('summary').first().click();
  await menu.first().click();
  await heading(page, home, 20_000);
  done(`switched: ${home}`);
}

await as_a_person({ size: desk, usual_login: 'bientap1' }, async (page) => {
  await come_in_english(page);
  await every_page_in_english(page);
  await page.goto(`${url}/`);
  await main_job(page, 'en', { hamlets: ['Thôn Trung'], when: 'now', stop: true, text: 'Ủy ban nhân dân xã thông báo lịch tiêm phòng. Mời bà con đưa trẻ đến trạm y tế xã đúng giờ. Xin cảm ơn bà con đã chú ý lắng nghe.' });
  await switch_to(page, 'Tiếng Việt', 'Trang chủ');
});
