import { describe, expect, it } from 'vitest';
import type { Finding } from '../../server/src/core/rule.ts';
import { applyEdits, type LanguageId, type Source } from '../../server/src/core/text.ts';
import { configurationWithout } from '../../server/src/service/configuration-edit.ts';
import { languages } from '../../server/src/service/service.ts';
import { type Silencer, silenceFile, silenceHere } from '../../server/src/service/suppress-actions.ts';
import { corpus, filesBelow, isThere, sourceOf } from '../corpus.ts';
import { dedent, type LintResult, lintFiles } from '../harness.ts';
import { pageIds, readPage } from '../pages.ts';
import { nginxSays, nginxThere } from './refactor.ts';

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
      const verdict = block.language === 'nginx' && nginxThere ? nginxSays(block.files) : undefined;
      for (const finding of result.findings.filter(isOurs)) {
        const source = result.sources.get(finding.at.file)!;
        const language = result.files.get(source.path)!;
        const ways = waysOf(language, source, finding);
        expect(ways.length, `${finding.rule} cannot be silenced in\n${source.text}`).toBe(
          source.text.startsWith('\ufeff') ? 1 : 2,
        );
        for (const way of ways) {
          const after = await silenced(result, finding, way);
          if (verdict === undefined) continue;
          const name = source.path.replace('/w/', '');
          expect(nginxSays(new Map([...block.files, [name, after.text]])), after.text).toBe(verdict);
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

it.runIf(isThere)('the first finding of each rule in real files can be silenced', { timeout: 120_000 }, async () => {
  let [tried, impossible] = [0, 0];
  for (const path of ['nginx', 'nginx-templates', 'nginx-invalid', 'sysctl'].flatMap((name) =>
    filesBelow(`${corpus}/${name}`),
  )) {
    // A part of them, always the same one.
    const { text } = sourceOf(path);
    if (text.length % 8 !== 0 || text.length > 30_000) continue;
    const language = path.startsWith(`${corpus}/sysctl/`) ? 'sysctl' : 'nginx';
    const result = await lintFiles(new Map([[`${language}.conf`, text]]), { language });
    const firsts = new Map(result.findings.filter(isOurs).map((f) => [f.rule, f]));
    for (const finding of firsts.values()) {
      const ways = waysOf(language, result.sources.get(finding.at.file)!, finding);
      impossible += 2 - ways.length;
      for (const way of ways) await silenced(result, finding, way);
      tried += ways.length;
    }
  }
  console.log(`${tried} comments put into real files`);
  expect(tried).toBeGreaterThan(100);
  expect(impossible).toBeLessThan(tried / 50);
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
