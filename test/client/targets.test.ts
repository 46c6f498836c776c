import { expect, it } from 'vitest';
import { targetsEdit } from '../../client/src/targets-edit.ts';
import { parseConfig } from '../../server/src/core/config.ts';
import { parseTargets } from '../../server/src/core/targets.ts';

const words = ['nginx=1.24', 'kernel=5.15'];
const yaml = 'targets: [nginx=1.24, kernel=5.15]\n';
const json = '"targets": ["nginx=1.24","kernel=5.15"]';

it.each([
  ['.keepalint.yaml', '', yaml],
  ['.keepalint.yml', 'rules: {}\n', `${yaml}rules: {}\n`],
  ['.keepalint.yaml', 'rules: {}\ntargets: [debian=12] # old\n', `rules: {}\n${yaml}`],
  ['.keepalint.yaml', 'targets:\n  - debian=12\n- rhel=8\n\nrules: {}\n', `${yaml}rules: {}\n`],
  ['.keepalint.yaml', '# ours\n---\nrules: {}\n', `# ours\n---\n${yaml}rules: {}\n`],
  ['.keepalint.json', '', `{ ${json} }\n`],
  ['.keepalint.json', '{}\n', `{\n  ${json}\n}\n`],
  ['.keepalint.json', '{\n  "rules": {}\n}\n', `{\n  ${json},\n  "rules": {}\n}\n`],
  ['.keepalint.jsonc', '// {\n{ "targets": ["debian=12"], "rules": {} }\n', `// {\n{ ${json}, "rules": {} }\n`],
])('targets go into %s: %j', async (name, before, after) => {
  const edited = (text: string, targets: readonly string[]) => {
    const edit = targetsEdit(name, text, targets);
    return text.slice(0, edit.start) + edit.text + text.slice(edit.end);
  };
  expect(edited(before, words)).toBe(after);
  const { config, problems } = await parseConfig(`/w/${name}`, after);
  expect(problems).toEqual([]);
  expect(parseTargets(words)).toEqual({ target: config.target });
  const without = await parseConfig(`/w/${name}`, edited(after, []));
  expect([without.problems, without.config.target]).toEqual([[], undefined]);
});
