// The main job against a running controller, by visible words only: a pasted text, heard, sent to two hamlets, and the report
// says who played it. VILLAGE_HAMLETS="Thôn Chợ,Thôn Đông", VILLAGE_WHEN=now|scheduled, VILLAGE_LIST=commune.json to import first.
import { desk } from './browser.mjs';
import { main_job } from './main_job_walk.mjs';
import { as_a_person, come_in, done, follow, heading } from './person.mjs';

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

await as_a_person({ size: desk, usual_login: 'bientap1' }, async (page) => {
  await come_in(page);
  await import_list(page);
  await main_job(page, 'vi', { hamlets, when, text });
});
