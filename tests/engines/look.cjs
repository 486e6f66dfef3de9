"use strict";
// Looks at one page in headless Chromium: `node look.cjs URL CHROMIUM FOLDER` prints as JSON what test_screens.py
// asks for, and leaves a screenshot of each colour scheme and width in FOLDER.
const path = require("node:path");
const { chromium } = require("playwright-core");
const axe = require.resolve("axe-core/axe.min.js");

const FLAGS = ["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const WIDTHS = { narrow: 360, wide: 1280 };

/** What asks another host than the page's own: `frames` are the pages of embeds, `files` everything else. */
async function watch(page, url, asked) {
  const own = new URL(url).origin;
  await page.route("**/*", (route) => {
    const request = route.request();
    const target = new URL(request.url());
    if (target.origin === own || target.protocol === "data:") return route.continue();
    (request.isNavigationRequest() ? asked.frames : asked.files).push(request.url());
    return route.abort();
  });
}

/**
 * What axe-core finds, but for code, whose colours the engine chooses, and wide tables of Markdown, which scroll.
 */
async function violations(page) {
  await page.addScriptTag({ path: axe });
  return page.evaluate(async () => {
    const found = await window.axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"],
      rules: { "duplicate-id": { enabled: true }, "video-caption": { enabled: false } },
      iframes: false,
      resultTypes: ["violations"],
      elementRef: true,
    });
    const ours = (rule, node) => rule !== "scrollable-region-focusable" || node.element.closest('[class^="bc-"]');
    const said = (rule, node) => `${rule}: ${node.html.slice(0, 200)} ${node.failureSummary.split("\n")[1] || ""}`;
    return found.violations.flatMap((v) => v.nodes.filter((n) => ours(v.id, n)).map((n) => said(v.id, n)));
  });
}

/** What sticks out on the right, outside of boxes that scroll by themselves. */
function overflow(page) {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const parts = [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > width + 1);
    const scrolls = document.scrollingElement.scrollWidth > window.innerWidth;
    return scrolls ? parts.map((e) => e.outerHTML.slice(0, 120)) : [];
  });
}

async function screens(browser, url, folder, seen) {
  for (const scheme of ["light", "dark"]) {
    for (const [name, width] of Object.entries(WIDTHS)) {
      const page = await browser.newPage({ colorScheme: scheme, viewport: { width, height: 800 } });
      await watch(page, url, seen);
      page.on("pageerror", (error) => seen.errors.push(String(error)));
      await page.goto(url, { waitUntil: "load" });
      seen.overflow.push(...(await overflow(page)).map((part) => `${name}: ${part}`));
      await page.screenshot({ path: path.join(folder, `${scheme}-${name}.png`), fullPage: true });
      if (name === "narrow") seen.violations.push(...(await violations(page)).map((v) => `${scheme}: ${v}`));
      await page.close();
    }
  }
}

/** The texts of the panels that are shown. */
function panels(page) {
  return page.locator(".bc-tabs > .bc-tab-panel:visible").allInnerTexts();
}

async function keyboard(browser, url) {
  const page = await browser.newPage({ viewport: { width: 800, height: 800 } });
  await watch(page, url, { frames: [], files: [] });
  await page.goto(url, { waitUntil: "load" });
  const fold = page.locator(".bc-fold", { hasText: "A fold" }).first();
  const body = fold.locator(".bc-fold-body");
  const folds = [await body.isVisible()];
  await fold.locator("summary").focus();
  for (const key of ["Enter", "Space"]) {
    await page.keyboard.press(key);
    folds.push(await body.isVisible());
  }
  await page.locator(".bc-fold[open] summary").last().focus();
  await page.keyboard.press("Tab");
  const focused = await page.evaluate(() => document.activeElement.matches(".bc-tabs > input:checked"));
  const tabs = [await panels(page)];
  for (const key of ["ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft"]) {
    await page.keyboard.press(key);
    tabs.push(await panels(page));
  }
  const outline = await page.evaluate(() => getComputedStyle(document.querySelector(".bc-tabs > :checked + label")).outlineStyle);
  const spoiler = page.locator(".bc-spoiler > span");
  const colour = () => spoiler.evaluate((e) => getComputedStyle(e).color === "rgba(0, 0, 0, 0)");
  const hidden = [await colour()];
  await page.locator(".bc-spoiler > input").focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("Tab");
  hidden.push(await colour());
  await page.close();
  return { folds, focused, tabs: tabs.map((shown) => shown.map((text) => text.trim())), outline, hidden };
}

async function main([url, executablePath, folder]) {
  const browser = await chromium.launch({ executablePath, headless: true, chromiumSandbox: false, args: ["--disable-gpu", ...FLAGS] });
  const seen = { overflow: [], violations: [], frames: [], files: [], errors: [] };
  try {
    await screens(browser, url, folder, seen);
    seen.keyboard = await keyboard(browser, url);
  } finally {
    await browser.close();
  }
  process.stdout.write(JSON.stringify(seen));
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
