// Begins a rule: node scripts/new-rule.mjs <nginx|sysctl>/<kebab-name>
// Writes the rule, its page in both languages and its test, and registers it. What it writes fails until you fill it in.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const id = process.argv[2] ?? '';
const [, language, name] = /^(nginx|sysctl)\/([a-z][a-z0-9]*(?:-[a-z0-9]+)*)$/.exec(id) ?? [];
if (!name) fail(`usage: node scripts/new-rule.mjs <nginx|sysctl>/<kebab-name>${id && `, not "${id}"`}`);

const Model = language === 'nginx' ? 'Nginx' : 'Sysctl';
const check = language === 'nginx' ? 'checkNginx' : 'checkSysctl';
const variable = name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
const [major, minor] = JSON.parse(readFileSync('package.json', 'utf8')).version.split('.');
// The version that was released last is in package.json.
const since = `${major}.${Number(minor) + 1}.0`;

const rule = `server/src/${language}/rules/${name}.ts`;
const index = `server/src/${language}/rules/index.ts`;
const stable = 'test/rules.test.ts';
const written = {
  [rule]: `import { ruleFor } from '../../core/rule.ts';
import type { ${Model} } from '../model/model.ts';

export default ruleFor<${Model}>()({
  id: '${id}',
  since: '${since}',
  messages: {
    found: {
      severity: 'warning',
      en: 'TODO: what is wrong and why.',
      'zh-CN': 'TODO：错在哪里，为什么。',
    },
  },
  check(_${language}, _report) {},
});
`,
  [`docs/rules/${id}.md`]: page([
    'What is wrong, and what happens on the wire or in the kernel. Versions.',
    'Bad',
    'Fixed',
    'Good',
    'How we know',
    'Related',
  ]),
  [`docs/rules/${id}.zh-CN.md`]: page([
    '错在哪里，在网络上或内核里会发生什么。涉及的版本。',
    '有问题',
    '修复后',
    '没有问题',
    '依据',
    '相关',
  ]),
  [`test/${language}/rules/${name}.test.ts`]: `import { test } from 'vitest';
import { ${check} } from '../../harness.ts';

const only = { only: ['${id}'] };

test('TODO: a sentence about behaviour', async () => {
  await ${check}(
    \`
    \`,
    only,
  );
});
`,
};

for (const path of Object.keys(written)) if (existsSync(path)) fail(`${path} exists already`);
const registered = readFileSync(index, 'utf8')
  .replace(/^/, `import ${variable} from './${name}.ts';\n`)
  .replace(/(= \[)([^\]]*?),?\s*\];/, (_, open, items) => `${open}${items}${items.trim() && ','}\n  ${variable},\n];`);
const listed = readFileSync(stable, 'utf8').replace(/^const ids = \[\n([\s\S]*?)\];/m, (_, lines) => {
  const all = [...lines.trimEnd().split('\n'), `  '${id}',`].sort();
  return `const ids = [\n${all.join('\n')}\n];`;
});
for (const [path, text] of Object.entries({ ...written, [index]: registered, [stable]: listed })) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  console.log(path);
}
spawnSync(process.execPath, ['node_modules/@biomejs/biome/bin/biome', 'check', '--write', rule, index], { stdio: 'ignore' });
console.log(`
Next: the bad, fixed and good blocks of docs/rules/${id}.md, then messages and check in ${rule}, then
npx vitest run test/docs.test.ts test/client test/core/config-schema.test.ts -u`);

function page([what, bad, fixed, good, evidence, related]) {
  const block = (role) => `\`\`\`${language} ${role}\n\`\`\``;
  return `# ${id}

<!-- generated: header -->
<!-- /generated -->

${what}

## ${bad}

${block('bad')}

## ${fixed}

${block('fixed')}

## ${good}

${block('good')}

## ${evidence}

## ${related}
`;
}

function fail(why) {
  console.error(why);
  process.exit(2);
}
