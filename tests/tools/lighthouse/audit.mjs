// node audit.mjs ROUNDS ADDRESS...: the median scores of each page on Lighthouse's slow phone; 1 if one is too low.
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const LEAST = { accessibility: 100, "best-practices": 100, seo: 100, performance: 98 };
const FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"];
FLAGS.push("--ignore-certificate-errors"); // the site under audit has signed its certificate itself

const median = (numbers) => numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)];
const [rounds, ...addresses] = process.argv.slice(2);
const chrome = await launch({ chromePath: process.env.CHROMIUM || "/usr/bin/chromium", chromeFlags: FLAGS });
let isLow = false;

// A trace that could not be recorded says nothing of the page: it is tried thrice.
async function audited(address, tries = 3) {
  const { lhr } = await lighthouse(address, { port: chrome.port, onlyCategories: Object.keys(LEAST) });
  if (!lhr.runtimeError) return lhr;
  if (tries === 1) throw new Error(`${address}: ${lhr.runtimeError.message}`);
  return audited(address, tries - 1);
}

try {
  for (const address of addresses) {
    const scores = Object.fromEntries(Object.keys(LEAST).map((name) => [name, []]));
    const failed = new Set();
    for (let round = 0; round < Number(rounds); round++) {
      const lhr = await audited(address);
      for (const name of Object.keys(LEAST)) scores[name].push(Math.round(lhr.categories[name].score * 100));
      for (const name of ["accessibility", "best-practices", "seo"]) {
        for (const { id, weight } of lhr.categories[name].auditRefs) {
          if (weight && lhr.audits[id].score !== null && lhr.audits[id].score < 1) failed.add(id);
        }
      }
    }
    const told = Object.entries(scores).map(([name, found]) => `${name} ${median(found)}`);
    console.log([...told, new URL(address).pathname, ...failed].join("  "));
    isLow ||= Object.entries(scores).some(([name, found]) => median(found) < LEAST[name]);
  }
} finally {
  await chrome.kill();
}
process.exitCode = isLow ? 1 : 0;
