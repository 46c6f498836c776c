import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { lintFiles } from './harness.ts';
import { root } from './pages.ts';

/** What a reader should meet there. */
const shows = [
  'nginx/client-keepalive-off',
  'nginx/connection-forwarded',
  'nginx/deprecated',
  'nginx/duplicate-location',
  'nginx/full-width-character',
  'nginx/if-condition',
  'nginx/invalid-value',
  'nginx/keepalive-before-balancer',
  'nginx/literal-proxy-pass',
  'nginx/low-keepalive-requests',
  'nginx/proxy-header-dropped',
  'nginx/swallowed-directive',
  'nginx/syntax',
  'nginx/undefined-reference',
  'nginx/unknown-directive',
  'nginx/unknown-variable',
  'nginx/upstream-keepalive-inert',
  'nginx/websocket-map-close',
  'nginx/wrong-argument-count',
  'nginx/wrong-context',
  'sysctl/duplicate-key',
  'sysctl/fin-timeout-is-not-time-wait',
  'sysctl/full-width-character',
  'sysctl/inline-comment',
  'sysctl/key-spelling',
  'sysctl/max-tw-buckets-low',
  'sysctl/not-an-assignment',
  'sysctl/octal-value',
  'sysctl/port-range-too-low',
  'sysctl/quoted-value',
  'sysctl/removed-key',
  'sysctl/shell-in-file',
  'sysctl/tcp-mem-in-bytes',
  'sysctl/tcp-tw-recycle',
  'sysctl/tw-reuse-without-timestamps',
  'sysctl/unknown-key',
  'sysctl/value-out-of-range',
];

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
  expect(shows.filter((rule) => !shown.has(rule))).toEqual([]);
});
