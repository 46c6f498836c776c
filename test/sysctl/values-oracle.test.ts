import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { release } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseVersion } from '../../server/src/core/version.ts';
import { type Form, factsOf, isNumeric, type KeyFacts } from '../../server/src/sysctl/facts/keys.ts';
import { judge } from '../../server/src/sysctl/model/value.ts';

/** New network, IPC and UTS namespaces: what is written there is seen by nobody else. */
const namespaces = ['-r', '-n', '-i', '-u'];
const safeToWrite: ReadonlySet<KeyFacts['scope']> = new Set(['network', 'ipc']);

/** Writes texts to keys, one by one, and tells for each what it read before, the error if any, and what it read then. */
const writer = `
const { readFileSync, writeFileSync } = require('node:fs');
const read = (path) => readFileSync('/proc/sys/' + path, 'utf8').trimEnd();
const out = [];
for (const [path, texts] of JSON.parse(readFileSync(0, 'utf8'))) {
  let first;
  try { first = read(path); writeFileSync('/proc/sys/' + path, first + '\\n'); } catch { continue; }
  for (const text of texts) {
    let error;
    try { writeFileSync('/proc/sys/' + path, text + '\\n'); } catch (e) { error = e.code; }
    out.push([path, text, first, error ?? null, read(path)]);
    try { writeFileSync('/proc/sys/' + path, first + '\\n'); } catch {}
  }
}
console.log(JSON.stringify(out));
`;

type Answer = readonly [path: string, text: string, before: string, error: string | null, after: string];

function missing(): string | undefined {
  if (process.platform !== 'linux') return 'not Linux';
  if (kernel === undefined) return `what kernel is ${release()}?`;
  try {
    execFileSync('unshare', [...namespaces, 'sh', '-c', 'echo 59 > /proc/sys/net/ipv4/tcp_fin_timeout'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'no unprivileged namespaces';
  }
}

const kernel = parseVersion(/^\d+\.\d+(?:\.\d+)?/.exec(release())?.[0] ?? '');
const why = missing();
if (why) console.log(`not compared with a kernel: ${why}`);

/** The table holds 6.18 as it is; stable trees and distributions change a few keys of others. */
function accept(wrong: readonly string[], of: number): void {
  const measured = kernel !== undefined && Math.floor(kernel / 1000) === 6018;
  if (measured || wrong.length * 100 > of) expect(wrong).toEqual([]);
}

const formOf = (facts: KeyFacts): Form => facts.forms.findLast((f) => f.from <= kernel!)!;

function textsFor(facts: KeyFacts): string[] {
  const form = formOf(facts);
  if (form.type === 'list')
    return [
      '8',
      '8,9-11',
      '8,',
      '8, 9',
      '8 9',
      '0x10',
      '010',
      '9-8',
      '255',
      '256',
      '65535',
      '65536',
      '8,,9',
      '-1',
      'x',
      '"8"',
      ',8',
    ];
  const ends = [form.min, form.max].flatMap((n) => (n === undefined ? [] : [n - 1, n, n + 1]));
  const natural = [-1, 0, 1, 2, 255, 256, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32];
  const numbers = [...ends, ...natural].filter(Number.isSafeInteger).map(String);
  const more = ['18446744073709551615', '18446744073709551616', '99999999999999999999999', '-2147483648', '-2147483649'];
  const odd = [
    '+1',
    '0x1',
    '0X1',
    '010',
    '08',
    '0x',
    '1 ',
    '1 x',
    '1\t# x',
    '1#',
    '1;',
    '1,2',
    '"1"',
    'yes',
    '1.5',
    '1e3',
    '1k',
    '-',
    '- 1',
    '1\r',
    '1\u00a0',
  ];
  const usual = [
    '1',
    '1 2',
    '1 2 3',
    '1 2 3 4',
    '1 2 3 4 5',
    '10 20 30 40',
    '1 x',
    '3 2',
    '1,2,3',
    '2000 3000',
    '2000',
    '3000 2000',
    '2000 65536',
    '2000 3000 4000',
  ];
  if (form.fields > 1) return [...usual, ...[...numbers, ...more].map((n) => Array(form.fields).fill(n).join(' '))];
  return [...numbers, ...more, ...odd, '1 2'];
}

/** What our reading says the key reads after the write; undefined: not judged. */
function expected(
  facts: KeyFacts,
  text: string,
  before: string,
): { readonly refused: boolean; readonly after: string } | undefined {
  const form = formOf(facts);
  const verdict = judge(facts, form, text);
  if (verdict.kind === 'unknown') return undefined;
  if (verdict.kind === 'refused') return { refused: true, after: before };
  if (form.type === 'list') return { refused: false, after: '' };
  const old = before.split(/\s+/);
  const now = verdict.numbers.map((n) => (form.type === 'switch' ? String(Number(n.value !== 0)) : String(n.exact)));
  return { refused: false, after: [...now, ...old.slice(now.length)].join('\t') };
}

/** Bounded by what another key holds, by the interface, by what is in use, or by the kernel's HZ. */
const elsewhere =
  /^net\/(?:ipv[46]\/ip6?frag_(?:low|high)_thresh|netfilter\/nf_conntrack_frag6_(?:low|high)_thresh|ipv4\/tcp_(?:max_)?reordering|ipv4\/ip_unprivileged_port_start|ipv4\/tcp_probe_interval|ipv[46]\/neigh\/[^/]+\/unres_qlen|ipv6\/conf\/lo\/(?:mtu|addr_gen_mode)|ipv6\/conf\/[^/]+\/addr_gen_mode|netfilter\/nf_hooks_lwtunnel|ipv6\/ioam6_id_wide)$/;
/** Rounded to the kernel's clock or to pages. */
const rounded = (facts: KeyFacts) => /milliseconds|ticks/.test(facts.type) || facts.name.endsWith('.unres_qlen');

describe.skipIf(why !== undefined)('what the kernel makes of a value', () => {
  let answers: readonly Answer[] = [];
  beforeAll(() => {
    const listed = execFileSync(
      'unshare',
      [...namespaces, 'find', '/proc/sys/net', '/proc/sys/kernel', '/proc/sys/fs/mqueue', '-type', 'f'],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
    );
    const asked = listed
      .trim()
      .split('\n')
      .map((path) => path.slice('/proc/sys/'.length))
      .flatMap((path) => {
        const facts = factsOf(path);
        return facts &&
          safeToWrite.has(facts.scope) &&
          facts.mode === undefined &&
          (isNumeric(formOf(facts)) || formOf(facts).type === 'list')
          ? [[path, textsFor(facts)]]
          : [];
      });
    answers = JSON.parse(
      execFileSync('unshare', [...namespaces, process.execPath, '-e', writer], {
        input: JSON.stringify(asked),
        encoding: 'utf8',
        maxBuffer: 2 ** 28,
      }),
    );
  });

  test('is what we say', () => {
    let judged = 0;
    const wrong: string[] = [];
    for (const [path, text, before, error, after] of answers) {
      const facts = factsOf(path)!;
      const ours = expected(facts, text, before);
      if (!ours || elsewhere.test(path) || (path === 'net/ipv4/ip_local_port_range' && Number.parseInt(text, 10) < 1024))
        continue;
      judged++;
      if (ours.refused !== (error !== null))
        wrong.push(
          `${path} = ${JSON.stringify(text)}: ${error ?? 'taken'}, we say ${ours.refused ? 'refused' : 'taken'} (${before} -> ${after})`,
        );
      else if (!ours.refused && !rounded(facts) && formOf(facts).type !== 'list' && ours.after !== after.trim())
        wrong.push(`${path} = ${JSON.stringify(text)}: reads ${after}, we say ${ours.after}`);
    }
    console.log(
      `${new Set(answers.map(([path]) => path)).size} keys, ${answers.length} values, ${judged} judged, ${wrong.length} otherwise`,
    );
    expect(judged).toBeGreaterThan(5000);
    accept(wrong, judged);
  });
});

test.skipIf(process.platform !== 'linux' || kernel === undefined)(
  'keys of the running kernel are there to be written where we do not say otherwise',
  () => {
    const wrong: string[] = [];
    let seen = 0;
    for (const path of paths('net').concat(paths('vm'), paths('fs'), paths('kernel'))) {
      const facts = factsOf(path);
      if (!facts) continue;
      seen++;
      const writable = (statSync(`/proc/sys/${path}`).mode & 0o222) !== 0;
      if (facts.mode === 'read-only' && writable) wrong.push(`${path} can be written`);
      if (facts.removed !== undefined && facts.removed <= kernel!) wrong.push(`${path} is there`);
      if (facts.absentUntil !== undefined && facts.absentUntil > kernel!) wrong.push(`${path} is there already`);
    }
    accept(wrong, seen);
    expect(seen).toBeGreaterThan(300);
  },
);

const paths = (folder: string): string[] =>
  readdirSync(join('/proc/sys', folder), { withFileTypes: true }).flatMap((e) =>
    e.isDirectory() ? paths(`${folder}/${e.name}`) : [`${folder}/${e.name}`],
  );
