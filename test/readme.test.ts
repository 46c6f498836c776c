import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseConfig } from '../server/src/core/config.ts';
import { parseTargets } from '../server/src/core/targets.ts';
import { rules } from '../server/src/service/service.ts';
import { workspace } from './cli/run.ts';
import { root } from './pages.ts';

describe.each(['README.md', 'README.zh-CN.md'])('%s', (name) => {
  const text = readFileSync(root + name, 'utf8');
  const blocks = (language: string) =>
    [...text.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\``, 'gm'))].map((m) => m[1]!);

  test('names only options that there are', async () => {
    const { run } = workspace({ 'sysctl.conf': '' });
    const { out } = await run('--help');
    // Not those of sysctl itself, which the list of rules quotes.
    const prose = text.replace(/^\| \[.*$/gm, '');
    const options = new Set(prose.match(/(?<![\w-])--[a-z]+(?:-[a-z]+)*/g));
    expect([...options].filter((option) => !out.includes(option))).toEqual([]);
  });

  test('names only targets that there are', () => {
    const words = [...text.matchAll(/`((?:nginx|kernel|ubuntu|debian|rhel|alpine)=[\w.-]+)`|--target (\S+)/g)].map(
      (m) => m[1] ?? m[2]!,
    );
    expect(words.length).toBeGreaterThan(10);
    const bad = words.filter((word) => !/^(WORD|词)/.test(word) && 'problem' in parseTargets([word]));
    expect(bad).toEqual([]);
  });

  test('shows a configuration without mistakes', async () => {
    const [configuration] = blocks('yaml').filter((block) => block.startsWith('targets:'));
    const { problems, config } = await parseConfig('/w/.keepalint.yaml', configuration!, rules.keys());
    expect(problems).toEqual([]);
    expect(config.roots).toEqual(['/w/deploy/edge.conf']);
    expect(config.ignores('/w/legacy/nginx.conf')).toBe(true);
  });

  test('shows a suppression that works', async () => {
    const [suppressed] = blocks('nginx');
    const server = (statements: string) => `events {}\nhttp {\nserver {\n${statements}}\n}\n`;
    const { run } = workspace({
      'nginx.conf': server(suppressed!),
      'bare/nginx.conf': server(suppressed!.replace(/#.*\n/, '')),
    });
    expect((await run('check nginx.conf')).code).toBe(0);
    expect((await run('check bare/nginx.conf')).code).toBe(1);
  });
});

test('both have the same commands, options and configuration', () => {
  const code = (name: string) =>
    [...readFileSync(root + name, 'utf8').matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)].map(([, language, body]) => [
      language,
      body!.replace(/(?:#|--) .*$/gm, '').replace(/ +$/gm, ''),
    ]);
  expect(code('README.zh-CN.md')).toEqual(code('README.md'));
});
