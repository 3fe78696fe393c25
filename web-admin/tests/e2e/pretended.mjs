// Into the pages of the pretended commune: signing in and registering a phone, for the tests that look and count.
export async function sign_in(page, fake, to = '/') {
  await page.goto(`${fake.url}/dang-nhap`);
  await page.fill('input[autocomplete=username]', 'bientap1');
  await page.fill('input[type=password]', fake.world.password);
  await page.click('button.main');
  await page.waitForSelector('h1:not(.visually-hidden)');
  await page.waitForFunction(() => location.pathname === '/');
  if (to !== '/') await page.goto(fake.url + to);
  await page.waitForSelector('main h1:not(.visually-hidden)');
}

/** Signed in already; ends where the phone is told that it is registered. */
export async function register_phone(page, fake) {
  await page.goto(`${fake.url}/dien-thoai`);
  await page.click('form button.main');
  await page.waitForSelector('a.stop');
}
