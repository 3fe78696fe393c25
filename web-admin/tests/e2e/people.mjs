// An administrator gives somebody an account, hands over another password, and locks it; each is tried by signing in.
import { desk } from './browser.mjs';
import { as_a_person, come_in, done, follow, heading, must, press, url } from './person.mjs';

const login = 'nguoi-moi';

/** In a session of its own: may they come in? */
async function may_come_in(page, password) {
  const stranger = await page.context().browser().newContext({ ignoreHTTPSErrors: true });
  const data = { login, password };
  const reply = await stranger.request.post(`${url}/api/v1/session`, { data, headers: { origin: url } });
  await stranger.close();
  return reply.ok();
}

await as_a_person({ size: desk, usual_login: 'quantri' }, async (page) => {
  const row = page.locator('li', { hasText: `Tên đăng nhập: ${login}` });
  await come_in(page);
  await follow(page, 'Người dùng');
  await heading(page, 'Người dùng');

  await press(page, 'Thêm người dùng');
  await press(page, 'Lưu');
  await page.getByText('Hãy chọn ít nhất một vai trò.').waitFor();
  await page.getByLabel('Chức danh').fill('Trưởng thôn thử');
  await page.getByLabel('Tên đăng nhập').fill(login);
  await page.getByLabel('Mật khẩu').fill('mot cau de nho');
  await page.getByLabel('Trưởng thôn', { exact: false }).and(page.getByRole('checkbox')).check();
  await page.getByLabel('Thôn Hạ').check();
  await press(page, 'Lưu');
  await row.getByText('Trưởng thôn · Thôn Hạ').waitFor();
  must(await may_come_in(page, 'mot cau de nho'), 'the new person cannot sign in');
  done('a person made, who can sign in');

  await row.getByRole('button', { name: 'Sửa' }).click();
  await page.getByLabel('Mật khẩu mới').fill('mot cau khac han');
  await press(page, 'Lưu');
  await row.waitFor();
  must(await may_come_in(page, 'mot cau khac han'), 'the new password does not open');
  must(!(await may_come_in(page, 'mot cau de nho')), 'the old password still opens');
  done('another password handed over');

  await row.getByRole('button', { name: 'Khóa tài khoản' }).click();
  await page.locator('dialog[open]').getByRole('button', { name: 'Khóa tài khoản' }).click();
  await row.getByText('đã khóa').waitFor();
  must(!(await may_come_in(page, 'mot cau khac han')), 'a locked account still opens');
  done('locked');
});
