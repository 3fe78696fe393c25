// Where to go after signing in: the page one came from, and never another site.

export function way_back(search: string): string {
  const wanted = new URLSearchParams(search).get('ve') ?? '/';
  return /^\/(?![/\\])[^\s\\]*$/.test(wanted) ? wanted : '/';
}
