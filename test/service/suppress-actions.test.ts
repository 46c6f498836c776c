import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../server/src/core/rule.ts';
import { applyEdits, type LanguageId, type Source } from '../../server/src/core/text.ts';
import { configurationWithout } from '../../server/src/service/configuration-edit.ts';
import { languages } from '../../server/src/service/service.ts';
import { type Silencer, silenceFile, silenceHere } from '../../server/src/service/suppress-actions.ts';
import { dedent, type LintResult, lintFiles } from '../harness.ts';
import { pageIds, readPage } from '../pages.ts';

const nginx = spawnSync('nginx', ['-v']).status === 0;
if (!nginx) console.log('Skipped in part: nginx is not installed (apt-get install nginx)');

/** What `nginx -t` says, without the places of what it says. */
function verdict(files: ReadonlyMap<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'keepalint-silence-'));
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const { stderr } = spawnSync('nginx', ['-t', '-p', folder, '-e', 'stderr', '-c', join(folder, [...files.keys()][0]!)], {
    encoding: 'utf8',
  });
  rmSync(folder, { recursive: true, force: true });
  return stderr.replaceAll(folder, '').replace(/:\d+(?= |$)|^\d{4}\S+ \S+ |\d+#\d+/gm, '');
}

const counts = (findings: readonly Finding[]) => {
  const table = new Map<string, number>();
  for (const f of findings) table.set(f.rule, (table.get(f.rule) ?? 0) + 1);
  return table;
};

/** Silences a finding one way, and looks at what is found then. */
async function silenced(result: LintResult, finding: Finding, { edit }: Silencer) {
  const source = result.sources.get(finding.at.file)!;
  const after: Source = { ...source, text: applyEdits(source.text, [edit]) };
  const language = languages[result.files.get(source.path)!];
  const what = `${finding.rule} in\n${after.text}`;
  expect(language.syntaxErrors(after.text), `new syntax error: ${what}`).toBe(language.syntaxErrors(source.text));
  const [before, now] = [counts(result.findings), counts((await result.relint(new Map([[source.path, after]]))).findings)];
  expect(now.get(finding.rule) ?? 0, `still there: ${what}`).toBeLessThan(before.get(finding.rule)!);
  for (const [rule, n] of now) expect(n, `brings up ${rule}: ${what}`).toBeLessThanOrEqual(before.get(rule) ?? 0);
  return after;
}

const waysOf = (language: LanguageId, source: Source, { rule, at }: Finding) =>
  [silenceHere(language, source, rule, at), silenceFile(source, rule)].filter((way) => way !== undefined);

const isOurs = (f: Finding) => !f.rule.startsWith('keepalint/') && !f.related.some((r) => r.note === 'origin');

describe.each(pageIds())('%s', (rule) => {
  it('can be silenced wherever its page has a finding, and nginx notices nothing', async () => {
    for (const block of readPage(rule, 'en')?.blocks ?? []) {
      if (block.role !== 'bad') continue;
      const result = await lintFiles(block.files, { target: block.target, language: block.language });
      for (const finding of result.findings.filter(isOurs)) {
        const source = result.sources.get(finding.at.file)!;
        const language = result.files.get(source.path)!;
        const ways = waysOf(language, source, finding);
        expect(ways.length, `${finding.rule} cannot be silenced in\n${source.text}`).toBe(
          source.text.startsWith('\ufeff') ? 1 : 2,
        );
        for (const way of ways) {
          const after = await silenced(result, finding, way);
          if (language !== 'nginx' || !nginx) continue;
          const name = source.path.replace('/w/', '');
          expect(verdict(new Map([...block.files, [name, after.text]])), after.text).toBe(verdict(block.files));
        }
        const configured = await lintFiles(new Map([...block.files, ['.keepalint.yaml', configurationWithout(finding.rule)]]), {
          target: block.target,
          language: block.language,
        });
        if (!block.files.has('.keepalint.yaml'))
          expect(
            configured.findings.map((f) => f.rule),
            finding.rule,
          ).not.toContain(finding.rule);
      }
    }
  });
});

/** The text after the first finding of a rule was silenced at its place. */
async function here(language: LanguageId, text: string, rule: string): Promise<string | undefined> {
  const name = `${language}.conf`;
  const result = await lintFiles(new Map([[name, dedent(text)]]), { target: 'nginx=1.24 kernel=5.15', language });
  const finding = result.findings.find((f) => f.rule === rule)!;
  const source = result.sources.get(`/w/${name}`)!;
  const way = silenceHere(language, source, rule, finding.at);
  return way && (await silenced(result, finding, way)).text;
}

describe('a finding is silenced', () => {
  const rule = 'nginx/literal-proxy-pass';

  it('above its statement, where that begins its line', async () => {
    expect(await here('nginx', 'events {}\nhttp { server {\n\tlocation /a { proxy_pass http://10.0.0.1; }\n} }\n', rule)).toBe(
      `events {}\nhttp { server {\n\t# keepalint-disable-next-line ${rule}\n\tlocation /a { proxy_pass http://10.0.0.1; }\n} }\n`,
    );
  });

  it('at the end of the line, where more than its statement stands there', async () => {
    expect(await here('nginx', 'events {}\nhttp { server { location /a { proxy_pass http://10.0.0.1; }\n} }\n', rule)).toBe(
      `events {}\nhttp { server { location /a { proxy_pass http://10.0.0.1; } # keepalint-disable-line ${rule}\n} }\n`,
    );
  });

  it('above a block around it, where a comment ends the line', async () => {
    expect(
      await here('nginx', 'events {}\nhttp { server { location /a { proxy_pass http://10.0.0.1; } # static\n} }\n', rule),
    ).toBe(
      `events {}\n# keepalint-disable-next-line ${rule}\nhttp { server { location /a { proxy_pass http://10.0.0.1; } # static\n} }\n`,
    );
  });

  it('in the comment that is there', async () => {
    const other = 'nginx/upstream-keepalive-inert';
    const text = (list: string) =>
      `events {}\nhttp { server {\n  # keepalint-disable-next-line ${list} -- why\n  # static\n  location /a { proxy_pass http://10.0.0.1; }\n} }\n`;
    expect(await here('nginx', text(other), rule)).toBe(text(`${other}, ${rule}`));
    const line = (list: string) =>
      `events {}\nhttp { server { location /a { proxy_pass http://10.0.0.1; } # keepalint-disable-line ${list} -- why\n} }\n`;
    expect(await here('nginx', line(other), rule)).toBe(line(`${other}, ${rule}`));
  });

  it('not inside of a text or of Lua', async () => {
    const text = 'events {}\nhttp { server { location /a { proxy_pass http://10.0.0.1; add_header X "a\nb"; } } }\n';
    expect(await here('nginx', text, rule)).toBe(
      `events {}\n# keepalint-disable-next-line ${rule}\n${text.slice(text.indexOf('http'))}`,
    );
  });

  it('beside what stands outside of every statement, and behind blanks that are none to nginx', async () => {
    const text = (end: string) => `events {}\nhttp { }}${end}\n`;
    expect(await here('nginx', text(''), 'nginx/syntax')).toBe(text(' # keepalint-disable-line nginx/syntax'));
    const wide = (end: string) => `server { location / {\n  return 204;\u00a0${end}\n} }\n`;
    const found = 'nginx/full-width-character';
    expect(await here('nginx', wide(''), found)).toBe(wide(` # keepalint-disable-line ${found}`));
  });

  it('in sysctl files above its line, with their line breaks', async () => {
    expect(await here('sysctl', 'vm.swappiness = 10\r\n  net.ipv4.tcp_tw_recycle = 1\r\n', 'sysctl/tcp-tw-recycle')).toBe(
      'vm.swappiness = 10\r\n  # keepalint-disable-next-line sysctl/tcp-tw-recycle\r\n  net.ipv4.tcp_tw_recycle = 1\r\n',
    );
  });
});
