// Opens a page as a phone and as a desk would, and prints what a person meets there as JSON. Pictures of it go to FOLDER.
import { chromium } from 'playwright-core';

const [url, folder] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});

const seen = {};
for (const [name, viewport] of Object.entries({
  phone: { width: 360, height: 740 },
  desk: { width: 1280, height: 900 },
})) {
  // A phone at night.
  const colorScheme = name === 'phone' ? 'dark' : 'light';
  const page = await browser.newPage({ viewport, colorScheme });
  const complaints = [];
  const elsewhere = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== new URL(url).origin) elsewhere.push(request.url());
  });
  const response = await page.goto(url, { waitUntil: 'load' });
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
  const before = await page.locator('details[open]').count();
  await page.locator('details:not([open]) > summary').first().click();
  seen[name] = {
    status: response.status(),
    title: await page.title(),
    heading: await page.locator('h1').innerText(),
    state: await page.locator('.state').innerText(),
    facts: await page.locator('.facts dd').allInnerTexts(),
    hands: await page.locator('.hand').evaluateAll((hands) =>
      hands.map((hand) => ({
        top: hand.getBoundingClientRect().top,
        left: hand.getBoundingClientRect().left,
        word: hand.querySelector('.word')?.innerText,
      })),
    ),
    charts: await page.locator('.chart svg').evaluateAll((charts) =>
      charts.map((chart) => {
        // What a screen reader is told, and what an eye can tell apart.
        const named = chart.getAttribute('aria-labelledby').split(' ');
        const colour = (of, what) => getComputedStyle(of)[what].match(/[\d.]+/g).map(Number);
        const luminance = (rgb) => {
          const [r, g, b] = rgb.map((part) => part / 255).map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const contrast = (one, other) => {
          const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
          return (light + 0.05) / (dark + 0.05);
        };
        const ground = colour(chart.closest('.chart'), 'backgroundColor');
        const text = chart.querySelector('text');
        const within = (part) => {
          const [inner, outer] = [part.getBoundingClientRect(), chart.getBoundingClientRect()];
          return inner.left >= outer.left - 1 && inner.right <= outer.right + 1 && inner.bottom <= outer.bottom + 1;
        };
        return {
          role: chart.getAttribute('role'),
          name: named.map((id) => document.getElementById(id)?.textContent),
          dots: chart.querySelectorAll('circle').length,
          lines: chart.querySelectorAll('.line').length,
          gaps: chart.querySelectorAll('.gap').length,
          texts: [...chart.querySelectorAll('text')].map((one) => one.textContent),
          letters: text.getBoundingClientRect().height,
          lineContrast: contrast(colour(chart.querySelector('.line, circle'), chart.querySelector('.line') ? 'stroke' : 'fill'), ground),
          textContrast: contrast(colour(text, 'fill'), ground),
          inside: [...chart.querySelectorAll('text, circle, path')].every(within),
          rows: chart.closest('.chart').querySelectorAll('tbody tr').length,
        };
      }),
    ),
    opened: (await page.locator('details[open]').count()) - before,
    text: await page.locator('main').innerText(),
    overflows: await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth),
    complaints,
    elsewhere,
  };
  await page.close();
}
await browser.close();
console.log(JSON.stringify(seen));
