import { expect, it } from 'vitest';
import { accepts } from '../../server/src/cli/gate.ts';
import { reads } from '../../server/src/cli/second-reader.ts';
import type { Source } from '../../server/src/core/text.ts';
import { nginx } from '../../server/src/nginx/language.ts';

const source = (text: string): Source => ({ path: '/x.conf', text, encoding: 'utf8' });
// Our reader knows this directive's Lua; the other one takes it for arguments that never end.
const onlyOurs = 'set_by_lua_block $x {\n    return ""\n}\n';

it.each<[string, 'nginx' | 'sysctl', string, string, boolean]>([
  ['what both readers read', 'nginx', 'a b;\n', 'a c;\n', true],
  ['a new error of ours', 'nginx', 'http {\n}\n', 'http {\n', false],
  ['an error that was there before', 'nginx', 'http {\n', 'http {\na;\n', true],
  ['what the second reader cannot read any more', 'nginx', 'a b;\n', onlyOurs, false],
  ['what it never could', 'nginx', onlyOurs, `${onlyOurs}a b;\n`, true],
  ['a new error in sysctl', 'sysctl', 'a = 1\n', 'a 1\n', false],
  ['less of them', 'sysctl', 'a 1\n', 'a = 1\n', true],
])('the gate knows %s', async (_, language, before, after, accepted) => {
  expect(await accepts(language, source(before), source(after))).toBe(accepted);
});

it('the two readers differ where the test says so', () => {
  expect([nginx.syntaxErrors(onlyOurs), reads(onlyOurs)]).toEqual([0, false]);
});
