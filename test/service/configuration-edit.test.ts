import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../server/src/core/config.ts';
import { applyEdits } from '../../server/src/core/text.ts';
import { configurationWithout, switchOff } from '../../server/src/service/configuration-edit.ts';

const rule = 'nginx/deprecated';

async function off(name: string, text: string): Promise<string | undefined> {
  const path = `/w/${name}`;
  const edits = await switchOff({ path, text, encoding: 'utf8' }, rule);
  const after = edits && applyEdits(text, edits);
  if (after !== undefined) {
    const { config, problems } = await parseConfig(path, after);
    expect(config.rules[rule], after).toBe('off');
    expect(problems, after).toEqual([]);
  }
  return after;
}

describe('a rule is switched off in YAML', () => {
  const entry = `${rule}: off`;
  it.each([
    ['empty', '', `rules:\n  ${entry}\n`],
    ['comments only', '# ours\n', `# ours\nrules:\n  ${entry}\n`],
    ['no line break at the end', '# ours', `# ours\nrules:\n  ${entry}\n`],
    ['without rules', 'targets: [nginx=1.24] # prod\n# end\n', `targets: [nginx=1.24] # prod\nrules:\n  ${entry}\n# end\n`],
    ['with lists at the end', 'ignore:\n  - vendor/\n', `ignore:\n  - vendor/\nrules:\n  ${entry}\n`],
    ['with rules without any', 'rules:\ntargets: [nginx=1.24]\n', `rules:\n  ${entry}\ntargets: [nginx=1.24]\n`],
    [
      'with rules in lines',
      'rules:\n    # why\n    nginx/removed: off # old\n\ntargets: [nginx=1.24]\n',
      `rules:\n    # why\n    nginx/removed: off # old\n    ${entry}\n\ntargets: [nginx=1.24]\n`,
    ],
    ['with rules in braces', 'rules: { nginx/removed: off }\n', `rules: { nginx/removed: off, ${entry} }\n`],
    ['with empty braces', 'rules: {}\n', `rules: { ${entry} }\n`],
    ['with another severity', `rules:\n  ${rule}: error # loud\n`, `rules:\n  ${rule}: off # loud\n`],
    ['with the breaks of Windows', 'rules:\r\n  nginx/removed: off\r\n', `rules:\r\n  nginx/removed: off\r\n  ${entry}\r\n`],
    ['all in braces', '{ targets: [nginx=1.24] }\n', `{ targets: [nginx=1.24], rules: { ${entry} } }\n`],
    ['after a document marker', '---\nrules:\n  nginx/removed: off', `---\nrules:\n  nginx/removed: off\n  ${entry}\n`],
  ])('%s', async (_, before, after) => {
    expect(await off('.keepalint.yaml', before)).toBe(after);
  });
});

describe('a rule is switched off in JSON', () => {
  const entry = `"${rule}": "off"`;
  it.each([
    ['empty', '{}\n', `{ "rules": { ${entry} } }\n`],
    ['in one line', '{"rules": {"nginx/removed": "off"}}', `{"rules": {"nginx/removed": "off", ${entry}}}`],
    [
      'in lines, with comments',
      '{\n  // ours\n  "rules": {\n    "nginx/removed": "off" // why\n  }\n}\n',
      `{\n  // ours\n  "rules": {\n    "nginx/removed": "off", // why\n    ${entry}\n  }\n}\n`,
    ],
    [
      'with a comma at the end',
      '{\n  "rules": {\n    "nginx/removed": "off",\n  },\n}\n',
      `{\n  "rules": {\n    "nginx/removed": "off",\n    ${entry},\n  },\n}\n`,
    ],
    ['without rules', '{\n  "targets": ["nginx=1.24"]\n}\n', `{\n  "targets": ["nginx=1.24"],\n  "rules": { ${entry} }\n}\n`],
    ['with another severity', `{"rules": {"${rule}": "error"}}\n`, `{"rules": {${entry}}}\n`],
    [
      'with rows of signs',
      `{\n  "rules": {\n    "nginx/removed": "off" ${'/'.repeat(99)}\n    /${'*'.repeat(99)}/\n  }\n}\n`,
      `{\n  "rules": {\n    "nginx/removed": "off", ${'/'.repeat(99)}\n    ${entry}\n    /${'*'.repeat(99)}/\n  }\n}\n`,
    ],
  ])('%s', async (_, before, after) => {
    expect(await off('.keepalint.jsonc', before)).toBe(after);
  });
});

it('nothing is changed where it is not certain', async () => {
  expect(await off('.keepalint.yaml', 'a: &r { nginx/removed: off }\nrules: *r\n')).toBeUndefined();
  expect(await off('.keepalint.yaml', 'rules: [x]\n')).toBeUndefined();
  expect(await off('.keepalint.json', '')).toBeUndefined();
});

it('a new file says only that', async () => {
  expect((await parseConfig('/w/.keepalint.yaml', configurationWithout(rule))).config.rules).toEqual({ [rule]: 'off' });
});
