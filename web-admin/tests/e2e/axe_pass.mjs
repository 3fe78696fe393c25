// Every page in its usual state, Vietnamese and English, office screen and phone: axe finds nothing, nothing scrolls sideways,
// every target is large enough. The short form of screenshots.mjs, for each test run.
import { start } from '../fake/server.mjs';
import { axe_violations, context_options, desk, launch, measured, phone, watched } from './browser.mjs';
import { register_phone, sign_in } from './pretended.mjs';

// Wet thumbs, in a hurry.
const emergency_least = 48;
const found = [];
let looked = 0;
const browser = await launch();

async function look(page, name, least = 44) {
  for (const trouble of [...(await axe_violations(page)), ...(await measured(page, least)), ...page.troubles.splice(0)]) found.push(`${name}: ${trouble}`);
  looked++;
}

async function every_page(size, language) {
  const fake = await start();
  const context = await browser.newContext(context_options(size, language));
  await context.addInitScript((chosen) => localStorage.setItem('village-language', chosen), language);
  const page = await watched(context, fake.url);
  page.setDefaultTimeout(25_000);
  const open = async (path, shown, least) => {
    await page.goto(fake.url + path);
    await page.waitForSelector(shown);
    await look(page, `${path} ${language} ${size.width}`, least);
  };

  await open('/dang-nhap', 'form');
  await sign_in(page, fake);
  const past = [...fake.world.broadcasts.keys()][0];
  for (const [path, shown] of [
    ['/', '.grid li'], ['/tao-ban-tin', 'textarea'], ['/ban-tin', 'ul.stack .card'], ['/lich-phat', '.card li'], ['/cum-loa', '.tile'],
    ['/cum-loa/12', '.cause'], ['/bao-cao', '.card li'], [`/luot-phat/${past}`, 'tbody tr'], ['/dien-thoai', 'form'], ['/nguoi-dung', '.card li'], ['/khong-co', 'main .button'],
  ]) await open(path, shown);
  await page.goto(`${fake.url}/`);
  await page.keyboard.press('?');
  await page.waitForSelector('dialog[open] li');
  await look(page, `help ${language} ${size.width}`);
  await register_phone(page, fake);
  await open(language === 'en' ? '/khan-cap-en' : '/khan-cap', '.tile', emergency_least);
  await page.click('.tile >> nth=0');
  await page.waitForSelector('.hold');
  await look(page, `hold ${language} ${size.width}`, emergency_least);
  await page.click('.back');
  await page.click('section .big');
  await page.waitForSelector('.calm .hold');
  await look(page, `all-clear ${language} ${size.width}`, emergency_least);
  await context.close();
  fake.close();
}

const views = ['vi', 'en'].flatMap((language) => [desk, phone].map((size) => [size, language]));
await Promise.all(views.map(([size, language]) => every_page(size, language).catch((error) => found.push(`${language} ${size.width}: ${error.message.split('\n').slice(0, 4).join(' ')}`))));
await browser.close();
console.log(found.length ? `${found.length} findings:\n${[...new Set(found)].join('\n')}` : `${looked} views, nothing found\nPASS`);
process.exit(found.length ? 1 : 0);
