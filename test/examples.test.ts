import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { rules } from '../server/src/service/service.ts';
import { lintFiles } from './harness.ts';
import { root } from './pages.ts';

const files = (folder: string) =>
  new Map(
    readdirSync(root + folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => `${entry.parentPath}/${entry.name}`.slice(root.length))
      .map((path) => [path, readFileSync(root + path, 'utf8')]),
  );

test('the good examples have no finding of any severity, whatever runs them', async () => {
  for (const target of ['', 'nginx=1.18', 'nginx=mainline', 'ubuntu=20.04', 'debian=13', 'rhel=8']) {
    const { findings } = await lintFiles(files('examples/good'), { target });
    expect(findings.map((f) => `${target} ${f.at.file}: ${f.rule}`)).toEqual([]);
  }
});

test('the others show what keepalint is for', async () => {
  const { findings, unrecognised } = await lintFiles(files('examples'));
  expect(unrecognised).toEqual([]);
  const shown = new Set(findings.map((f) => f.rule));
  // One machine has one file of settings here, and its own reason for each silence.
  const silent = [
    'sysctl/overridden',
    'sysctl/fin-timeout-out-of-range',
    'sysctl/tw-reuse-server-side',
    // Without a target there is always a newer kernel, and nothing tells how the machine boots.
    'sysctl/not-yet-available',
    'sysctl/bbr-without-fq',
    'sysctl/ignored-file',
    'sysctl/not-namespaced',
  ];
  const expected = [...rules.values()]
    .filter(({ id, optional }) => !id.startsWith('keepalint/') && !optional && !silent.includes(id))
    .map(({ id }) => id);
  expect([...shown].sort()).toEqual(expected.sort());
});
