// The browser of every test here: Debian's Chromium, far from Vietnam by its clock, watched for what must not happen.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const axe_source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// A demo's certificate is its own; without the switch Chromium keeps no service worker of such an address.
const quiet = ['--no-sandbox', '--ignore-certificate-errors', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'];
export const desk = { width: 1366, height: 768 };
export const phone = { width: 360, height: 740 };

export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: [...quiet, '--autoplay-policy=no-user-gesture-required'] });
}

/** A page whose troubles are collected: other origins asked, errors on the console, requests that broke. */
export async function watched(context, origin) {
  const page = await context.newPage();
  page.troubles = [];
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !url.startsWith('data:') && !url.startsWith('blob:')) page.troubles.push(`asked another origin: ${url}`);
  });
  page.on('pageerror', (error) => page.troubles.push(`error on the page: ${error.message}`));
  page.on('console', (message) => {
    const expected = /Failed to load resource|WebSocket connection/.test(message.text());
    if (message.type() === 'error' && !expected) page.troubles.push(`console: ${message.text()}`);
  });
  return page;
}

export function context_options(size, language = 'vi') {
  const is_phone = size.width < 700;
  return { viewport: size, hasTouch: is_phone, isMobile: is_phone, locale: language === 'vi' ? 'vi-VN' : 'en-GB', timezoneId: 'America/New_York', ignoreHTTPSErrors: true };
}

export async function axe_violations(page) {
  await page.evaluate(axe_source);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
  return violations.map(({ id, help, nodes }) => `${id}: ${help} → ${nodes.slice(0, 3).map(({ target, failureSummary }) => `${target.join(' ')} (${failureSummary.split('\n')[1]?.trim()})`).join(' | ')}`);
}

/** Wider than the screen? Targets too small for a finger? */
export async function measured(page, least_target) {
  return page.evaluate((least) => {
    const found = [];
    const extra = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (extra > 0) found.push(`scrolls sideways by ${extra} px`);
    for (const element of document.querySelectorAll('button, a[href], input:not(.visually-hidden), select, textarea, summary')) {
      const box = element.closest('label')?.getBoundingClientRect() ?? element.getBoundingClientRect();
      const is_shown = box.width > 2 && box.height > 2 && getComputedStyle(element).visibility !== 'hidden' && box.right > 0;
      const in_sentence = element.tagName === 'A' && ['TH', 'TD', 'P'].includes(element.parentElement.tagName) && box.height >= 24;
      if (is_shown && !in_sentence && box.height < least - 0.5) found.push(`target ${Math.round(box.height)} px high: ${(element.textContent || element.ariaLabel || '').trim().slice(0, 40)}`);
    }
    return found;
  }, least_target);
}
