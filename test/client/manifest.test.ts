import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import picomatch from 'picomatch';
import { describe, expect, it } from 'vitest';
import { severities } from '../../server/src/core/rule.ts';
import { nominate } from '../../server/src/service/recognise.ts';
import { docsUrl, rules } from '../../server/src/service/service.ts';

const root = join(import.meta.dirname, '../..');
const readJson = (name: string) => JSON.parse(readFileSync(join(root, name), 'utf8'));
const manifest = readJson('package.json');

describe('package.json', () => {
  it('offers every rule in keepalint.rules', async () => {
    const properties = Object.fromEntries(
      [...rules.keys()]
        .sort()
        .map((id) => [id, { enum: [...severities, 'off'], markdownDescription: `[${id}](${docsUrl(id, 'en')})` }]),
    );
    manifest.contributes.configuration.properties['keepalint.rules'].properties = properties;
    await expect(`${JSON.stringify(manifest, null, 2)}\n`).toMatchFileSnapshot(join(root, 'package.json'));
  });

  it('has its texts in both languages', () => {
    const used = [...new Set([...JSON.stringify(manifest).matchAll(/"%(\w+)%"/g)].map((m) => m[1]))];
    expect(Object.keys(readJson('package.nls.json')).sort()).toEqual(used.sort());
    expect(Object.keys(readJson('package.nls.zh-cn.json')).sort()).toEqual(used);
  });
});

interface Language {
  readonly id: string;
  readonly filenames: readonly string[];
  readonly extensions?: readonly string[];
  readonly filenamePatterns: readonly string[];
}

/** As VS Code decides: a whole name, else the longest pattern (against the path where it has a slash), else an extension. */
function languageOf(path: string): string | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const languages: readonly Language[] = manifest.contributes.languages;
  const matches = (pattern: string) => picomatch.isMatch(pattern.includes('/') ? path : name, pattern, { dot: true });
  const longest = languages
    .flatMap(({ id, filenamePatterns }) => filenamePatterns.filter(matches).map((pattern) => ({ id, length: pattern.length })))
    .sort((a, b) => b.length - a.length)[0];
  return (
    languages.find((l) => l.filenames.includes(name))?.id ??
    longest?.id ??
    languages.find((l) => l.extensions?.some((extension) => name.endsWith(extension)))?.id
  );
}

describe('the languages', () => {
  it.each([
    ['/etc/nginx/nginx.conf', 'nginx'],
    ['/etc/nginx/sites-enabled/example.com', 'nginx'],
    ['/etc/nginx/conf.d/default.conf', 'nginx'],
    ['/etc/nginx/snippets/ssl', 'nginx'],
    ['/usr/local/nginx/conf/vhost/a.conf', 'nginx'],
    ['/srv/deploy/nginx/templates/a.conf.template', 'nginx'],
    ['/srv/deploy/site.nginx.conf', 'nginx'],
    ['/srv/deploy/nginx-prod.conf', 'nginx'],
    ['/usr/local/openresty/nginx/conf/x.conf', 'nginx'],
    ['/opt/angie/conf/x.conf', 'nginx'],
    ['/etc/nginx/fastcgi_params', 'nginx'],
    ['/srv/site.vhost', 'nginx'],
    ['/etc/sysctl.conf', 'sysctl'],
    ['/etc/sysctl.d/99-tuning.conf', 'sysctl'],
    ['/etc/ufw/sysctl.conf', 'sysctl'],
    ['/srv/files/web.sysctl.conf', 'sysctl'],
    // The linter looks inside, an editor cannot.
    ['/srv/nginx/sysctl.conf', 'sysctl'],
    ['/srv/app/app.conf', undefined],
    ['/etc/apache2/sites-enabled/000-default.conf', undefined],
    ['/etc/nginx/lua/init.lua', undefined],
    ['/etc/nginx/html/index.html', undefined],
    ['/etc/nginx/ssl/example.com.pem', undefined],
    ['/srv/conf.d/redis.conf', undefined],
  ])('claim %s: %s, as the linter does by name', (path, language) => {
    expect(languageOf(path)).toBe(language);
    const nominated = nominate(path);
    if (language) expect(nominated).toBe(language);
    else expect(nominated === undefined || nominated === 'shared').toBe(true);
  });

  it('claim no extension that other programs use', () => {
    expect(manifest.contributes.languages.flatMap((l: Language) => l.extensions ?? [])).toEqual([
      '.nginx',
      '.nginxconf',
      '.vhost',
    ]);
  });
});
