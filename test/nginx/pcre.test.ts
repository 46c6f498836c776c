import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { expression } from '../../server/src/nginx/model/pcre.ts';
import { bytesOf } from '../../server/src/nginx/model/request.ts';
import { mainFile } from './main-file.ts';
import { randomFrom } from './random.ts';
import { findNginx, listen, startNginx } from './wire.ts';

const nginx = await findNginx();
const [, first, last] = /^(\d+)-(\d+)$/.exec(process.env.KEEPALINT_SEEDS ?? '') ?? [];
const seeds = last ? Array.from({ length: Number(last) - Number(first) + 1 }, (_, i) => Number(first) + i) : [1, 2];
const perSeed = 250;

describe.skipIf(!nginx)('expressions match what they match in nginx', { timeout: 120_000 }, () => {
  test.each(seeds)('random ones, seed %i', async (seed) => {
    const patterns = Array.from({ length: perSeed }, (_, i) => randomPattern(seed * perSeed + i));
    const followed = patterns.map((p, i) => ({ pattern: p, caseless: i % 3 === 0, read: expression(bytesOf(p), i % 3 === 0) }));
    const locations = followed.map(({ pattern, caseless, read }, i) =>
      read
        ? `location = /${i} { if ($http_x ${caseless ? '~*' : '~'} "${pattern.replace(/["\\]/g, '\\$&')}") { return 200 "<$1><$2><$3>"; } return 200 no; }`
        : '',
    );
    const running = await startNginx(
      nginx!.binary,
      new Map([['nginx.conf', mainFile(`server { ${listen}\n${locations.join('\n')}\n}`)]]),
    );
    const agent = new Agent({ keepAlive: true, maxSockets: 8 });
    const counts = { asked: 0, matched: 0, groups: 0, notFollowed: followed.filter((f) => !f.read).length };
    const wrong: string[] = [];
    try {
      await Promise.all(
        followed.map(async ({ pattern, caseless, read }, i) => {
          if (!read) return;
          for (let k = 0; k < 12; k++) {
            const subject = randomSubject(seed * 7919 + i * 31 + k);
            const theirs = await send(join(running.folder, 'front.sock'), `/${i}`, subject, agent);
            const found = read.match(subject);
            const group = (n: number) => (found?.[n] ? subject.slice(...found[n]) : '');
            const ours = !found ? 'no' : read.groupsSure ? `<${group(1)}><${group(2)}><${group(3)}>` : 'yes';
            counts.asked++;
            if (found) counts.matched++;
            if (found && read.groupsSure) counts.groups++;
            const same = ours === 'yes' ? theirs !== 'no' : theirs === ours;
            if (!same) wrong.push(`${caseless ? '~*' : '~'} ${pattern} on ${JSON.stringify(subject)}: ${theirs}, not ${ours}`);
          }
        }),
      );
    } finally {
      agent.destroy();
      await running.stop();
    }
    console.log(counts);
    expect(wrong.slice(0, 10)).toEqual([]);
    expect(counts.matched).toBeGreaterThan(counts.asked / 10);
  });
});

test('what is not followed', () => {
  const not = [
    '(a)\\1',
    'a++',
    '(?>a)',
    '(?x) a',
    '(?1)',
    '(?(1)a)',
    '\\Qa\\E',
    '(*UTF8)a',
    '\\p{L}',
    '(?<=a+)b',
    '(?=(?!a))',
    '(',
    '[a',
    'a{2}{3}',
    '(?|a|b)',
  ];
  for (const pattern of not) expect(expression(pattern, false), pattern).toBeUndefined();
});

test.each(['^((?:|a)*)', '^((?:a??)+)', '(?:\\b|a)*(.*)', '(a*)*'])('what the groups of %s hold is not said', (pattern) => {
  expect(expression(pattern, false)!.groupsSure).toBe(false);
});

test('nothing takes long', () => {
  const start = performance.now();
  expect(expression('^(a+)+$', false)!.match(`${'a'.repeat(5000)}!`)).toBeUndefined();
  expect(expression('(.*)(.*)(.*)(.*)(.*)x', false)!.match('a'.repeat(2000))).toBeUndefined();
  expect(expression('(?:(?:(?:){65535}){65535}){65535}a', false)!.match('ba')).toEqual([[1, 2]]);
  expect(expression(`(?:(?=${'b'.repeat(1900)})){1900}a`, false)!.match('a')).toBeUndefined();
  expect(performance.now() - start).toBeLessThan(2000);
});

function randomPattern(seed: number): string {
  const { number, chance, pick, some } = randomFrom(seed);
  const atom = (depth: number): string =>
    pick([
      () => pick(['a', 'b', 'A', 'c', '1', '-', '/', '.', '\\.', 'é', ' ', '_']),
      () => pick(['a', 'b', 'ab']),
      () => pick(['\\d', '\\w', '\\s', '\\W', '\\D', '\\S', '\\h', '\\N', '\\x61', '\\x{62}', '\\/', '\\-']),
      () =>
        pick([
          '[abc]',
          '[^a]',
          '[a-c]',
          '[]a]',
          '[^]a]',
          '[\\w.]',
          '[a\\-c]',
          '[-a]',
          '[a-]',
          '[[:alpha:]]',
          '[^[:digit:]]',
          '[A-C]',
          '[\\x61-b]',
          '[é]',
          '[$^|.]',
        ]),
      () => pick(['^', '$', '\\b', '\\B', '\\A', '\\z', '\\Z', '(?i)', '(?-i)', '(?s)', '(?#x)']),
      () =>
        depth > 2 ? 'a' : `${pick(['(', '(', '(?:', '(?i:', '(?=', '(?!', '(?<n>', "(?'m'", '(?P<p>'])}${any(depth + 1)})`,
      () => pick(['(?<=a)', '(?<!a)', '(?<=ab|ba)', '(?<=^)']),
    ])();
  const any = (depth: number): string => some(chance(0.3) ? 2 : 1, () => all(depth)).join('|');
  const all = (depth: number): string =>
    some(
      number(3),
      () => `${atom(depth)}${chance(0.3) ? pick(['*', '+', '?', '{2}', '{1,2}', '{0,}', '*?', '+?', '??']) : ''}`,
    ).join('');
  return any(0);
}

function randomSubject(seed: number): string {
  const { number, pick, some } = randomFrom(seed);
  return (
    some(number(8), () => pick(['a', 'b', 'A', 'B', 'c', '1', '-', '/', '.', ' ', '_', '\xc3\xa9', '\t', 'ab']))
      .join('')
      .replace(/^\s+|\s+$/g, '') || 'a'
  );
}

function send(socketPath: string, path: string, subject: string, agent: Agent): Promise<string> {
  return new Promise((done, fail) => {
    const req = request({ socketPath, path, headers: { host: 'x', x: subject }, agent }, (res) => {
      let body = '';
      res.setEncoding('latin1').on('data', (part: string) => {
        body += part;
      });
      res.on('end', () => done(body)).on('error', fail);
    });
    req.on('error', fail).end();
  });
}
