// Leaving: the session ends on the server; without a line the page still goes to the sign-in.
import { api } from '../../api/client';

export async function sign_out(): Promise<void> {
  await api.DELETE('/session').catch(() => undefined);
  location.replace('/dang-nhap');
}
