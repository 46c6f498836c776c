// Whose work the built files hold, and under which licences: dist/THIRD-PARTY-NOTICES.txt.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where a package does not bring the text of its licence along. */
const texts = { 'Apache-2.0': 'scripts/notices/Apache-2.0.txt' };

/** The text, for the files that bundles were made of and for packages that are used at build time to make data. */
export function notices(inputs, others) {
  const folders = inputs.flatMap((path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []);
  const packages = [...new Set([...folders, ...others.map((name) => `node_modules/${name}`)])].sort();
  return `keepalint holds the work of others. Their licences:\n${[...packages.map(ofPackage), nginx()].join('')}`;
}

const part = (title, licence) => `\n${'='.repeat(80)}\n${title}\n${'='.repeat(80)}\n\n${licence.trim()}\n`;

function ofPackage(folder) {
  const { name, version, license, repository } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const url = (repository?.url ?? repository ?? '').replace(/^git\+|\.git$/g, '');
  const file = readdirSync(folder).find((entry) => /^licen[cs]e(?:[.-]\w+)?$/i.test(entry));
  const path = file ? join(folder, file) : texts[license];
  if (!path || !existsSync(path)) throw new Error(`${folder} is ${license}, without a text of its licence`);
  return part([`${name} ${version} (${license})`, url].filter(Boolean).join('\n'), readFileSync(path, 'utf8'));
}

/** The documentation that `@nginx/reference-lib` is made of. */
const nginx = () =>
  part(
    'Documentation of nginx, https://nginx.org/en/docs/ (BSD-2-Clause): excerpts of it, in nginx-docs.json',
    readFileSync('scripts/notices/nginx.txt', 'utf8'),
  );
