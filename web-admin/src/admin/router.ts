// Which address shows which page; each page is a chunk of its own, fetched when first opened.
import type { Component } from 'svelte';

export interface Route {
  name: string;
  params: Record<string, string>;
}

// Each page takes what it needs of `{ params }`; the table cannot say which.
export type Page = Component<any>;
export type Loader = () => Promise<{ default: Page }>;

const table: [pattern: RegExp, name: string][] = [
  [/^\/$/, 'home'],
  [/^\/ban-tin$/, 'announcements'],
  [/^\/tao-ban-tin$/, 'wizard'],
  [/^\/lich-phat$/, 'schedule'],
  [/^\/cum-loa$/, 'nodes'],
  [/^\/cum-loa\/(?<number>\d+)$/, 'node'],
  [/^\/bao-cao$/, 'reports'],
  [/^\/luot-phat\/(?<id>[0-9a-f-]{36})$/, 'report'],
  [/^\/dien-thoai$/, 'phone'],
  [/^\/nguoi-dung$/, 'people'],
];

export const loaders: Record<string, Loader> = {
  home: () => import('./pages/Home.svelte'),
  announcements: () => import('./pages/Announcements.svelte'),
  wizard: () => import('./pages/Wizard.svelte'),
  schedule: () => import('./pages/Schedule.svelte'),
  nodes: () => import('./pages/Nodes.svelte'),
  node: () => import('./pages/NodePage.svelte'),
  reports: () => import('./pages/Reports.svelte'),
  report: () => import('./pages/Report.svelte'),
  phone: () => import('./pages/Phone.svelte'),
  people: () => import('./pages/People.svelte'),
  missing: () => import('./pages/Missing.svelte'),
};

export function route_of(path: string): Route {
  const trimmed = path.replace(/\/(?:index\.html)?$/, '') || '/';
  for (const [pattern, name] of table) {
    const found = pattern.exec(trimmed);
    if (found) return { name, params: { ...found.groups } };
  }
  return { name: 'missing', params: {} };
}

/** Is this click ours, or does the browser have to follow it (another page, a new tab, a download)? */
export function is_ours(link: HTMLAnchorElement, event: MouseEvent, origin: string): boolean {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return false;
  const address = new URL(link.href, origin);
  if (address.origin !== origin || link.target || link.hasAttribute('download')) return false;
  return route_of(address.pathname).name !== 'missing';
}
